import type { Client, Host } from 'cassandra-driver';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../core/message-of.js';
import { SchemaDisagreementError, UnclearOutcomeError, type HostVersion } from '../errors.js';
import type { DdlSession, ExecuteOptions, Result, Row, Session, StreamOptions, Write } from '../session.js';
import { liveHosts, silentHosts } from './hosts.js';
import { isUnclear } from './is-unclear.js';

const FIRST_PAUSE = 15;
const LONGEST_PAUSE = 200;
const ONE_HOST_TIMEOUT = 2_000;

export interface DdlSessionOptions {
  /** How long a statement, or an agreement wait, may take: milliseconds. */
  readonly timeout: number;
  /** Takes another coordinator for what follows, after this one did not answer. */
  readonly moveOn?: () => void;
  readonly close: () => Promise<void>;
}

/** Schema changes over a client: long timeouts, and agreement asked of every host instead of the driver's own wait. */
export class CassandraDdlSession implements DdlSession {
  readonly keyspace: string;

  constructor(
    private readonly client: Client,
    private readonly session: Session,
    private readonly options: DdlSessionOptions,
  ) {
    this.keyspace = session.keyspace;
  }

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    try {
      return await this.session.execute(cql, params, { timeout: this.options.timeout, ...options });
    } catch (error) {
      if (!isUnclear(error)) throw error;
      this.options.moveOn?.();
      throw new UnclearOutcomeError(cql, error, coordinatorOf(error));
    }
  }

  stream(cql: string, params?: readonly unknown[], options?: StreamOptions): AsyncIterable<Row> {
    return this.session.stream(cql, params, options);
  }

  batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    return this.session.batch(writes, { timeout: this.options.timeout, ...options });
  }

  async awaitAgreement(signal?: AbortSignal): Promise<number> {
    const deadline = performance.now() + this.options.timeout;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      signal?.throwIfAborted();
      const versions = await this.versions();
      if (inAgreement(versions)) return versions.length;
      if (performance.now() > deadline) throw new SchemaDisagreementError(versions, this.options.timeout);
      await delay(pause, undefined, signal ? { signal } : {});
    }
  }

  silentHosts(): readonly string[] {
    return silentHosts(this.client).map(({ address }) => address);
  }

  close(): Promise<void> {
    return this.options.close();
  }

  /** Of every host that the driver holds to be up: its own version, not what a peer believes of it. */
  private async versions(): Promise<readonly HostVersion[]> {
    const hosts = liveHosts(this.client);
    if (hosts.length === 0) return silentHosts(this.client).map(downHost);
    return hosts.length === 1 ? hosts.map(onlyHost) : Promise.all(hosts.map((host) => this.versionOf(host)));
  }

  private async versionOf(host: Host): Promise<HostVersion> {
    const options = { host, readTimeout: ONE_HOST_TIMEOUT, prepare: false, isIdempotent: true };
    try {
      const { rows } = await this.client.execute('SELECT schema_version FROM system.local', [], options);
      return { host: host.address, version: rows[0]?.['schema_version']?.toString() as string | undefined };
    } catch (error) {
      return {
        host: host.address,
        version: undefined,
        problem: messageOf(error),
      };
    }
  }
}

// A single node agrees with itself: nothing need be asked.
const onlyHost = (host: Host): HostVersion => ({ host: host.address, version: 'its own' });

const downHost = (host: Host): HostVersion => ({ host: host.address, version: undefined, problem: 'it is down' });

/** The driver notes on an error which host it came from; its typings do not say so (4.10.0). */
function coordinatorOf(error: unknown): string | undefined {
  const { coordinator } = (error ?? {}) as { readonly coordinator?: unknown };
  return typeof coordinator === 'string' ? coordinator : undefined;
}

function inAgreement(versions: readonly HostVersion[]): boolean {
  return versions.every(({ version }) => version !== undefined && version === versions[0]?.version);
}
