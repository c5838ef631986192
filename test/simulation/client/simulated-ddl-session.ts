import { OwnTableSession } from '../../../lib/session/own-table-session.js';
import { isUnclear } from '../../../lib/session/driver/is-unclear.js';
import { SchemaDisagreementError, UnclearOutcomeError, type HostVersion } from '../../../lib/session/errors.js';
import type {
  DdlSession,
  ExecuteOptions,
  Page,
  PageOptions,
  Result,
  Row,
  Session,
  StreamOptions,
  Write,
} from '../../../lib/session/session.js';
import type { SimulatedNode } from '../server/simulated-cluster.js';
import { SimulatedSession, type SessionOptions } from './simulated-session.js';

const ONE_HOST_TIMEOUT = 2_000;
const FIRST_PAUSE = 15;
const LONGEST_PAUSE = 800;

/** The session for schema changes of a simulated process: as CassandraDdlSession. */
export class SimulatedDdlSession implements DdlSession {
  readonly keyspace: string;
  private readonly session: Session;
  private node: SimulatedNode;

  constructor(private readonly options: SessionOptions) {
    this.keyspace = options.keyspace;
    this.node = this.pickNode();
    const session = new SimulatedSession({ ...options, node: () => this.node });
    this.session = new OwnTableSession(session, options.runtime);
  }

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    const { name } = this.node;
    try {
      return await this.session.execute(cql, params, { timeout: this.options.timeout, ...options });
    } catch (error) {
      if (!isUnclear(error)) throw error;
      this.node = this.pickNode();
      throw new UnclearOutcomeError(cql, error, name);
    }
  }

  stream(cql: string, params?: readonly unknown[], options?: StreamOptions): AsyncIterable<Row> {
    return this.session.stream(cql, params, options);
  }

  page(cql: string, params?: readonly unknown[], options?: PageOptions): Promise<Page> {
    return this.session.page(cql, params, options);
  }

  batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    return this.session.batch(writes, { timeout: this.options.timeout, ...options });
  }

  async awaitAgreement(signal?: AbortSignal): Promise<number> {
    const { runtime, timeout } = this.options;
    const deadline = runtime.monotonic() + timeout;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      signal?.throwIfAborted();
      const versions = await this.versions();
      const [first] = versions;
      if (versions.every(({ version }) => version !== undefined && version === first?.version)) return versions.length;
      if (runtime.monotonic() > deadline) throw new SchemaDisagreementError(versions, timeout);
      await runtime.delay(pause, signal);
    }
  }

  silentHosts(): readonly string[] {
    const { cluster } = this.options;
    return cluster.nodes.filter((node) => cluster.isSeenDown(node)).map(({ name }) => name);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Each host that is held to be up is asked; one that is paused does not answer in time. */
  private async versions(): Promise<readonly HostVersion[]> {
    const { cluster, network, runtime } = this.options;
    const hosts = cluster.seenUp;
    if (hosts.length === 0)
      return cluster.nodes.map(({ name }) => ({ host: name, version: undefined, problem: 'it is down' }));
    if (hosts.length === 1) return hosts.map(({ name }) => ({ host: name, version: 'its own' }));
    const isSlow = hosts.some(({ isPaused }) => isPaused);
    await runtime.delay(isSlow ? ONE_HOST_TIMEOUT : network.latency());
    return hosts.map(({ name, schema, isPaused }) => {
      return isPaused
        ? { host: name, version: undefined, problem: 'timed out' }
        : { host: name, version: schema.version };
    });
  }

  private pickNode(): SimulatedNode {
    const { cluster, random } = this.options;
    const [first, ...others] = cluster.seenUp.length > 0 ? cluster.seenUp : cluster.nodes;
    if (!first) throw new Error('a cluster has nodes');
    return random.pick([first, ...others]);
  }
}
