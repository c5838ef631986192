import type { Client } from 'cassandra-driver';
import { UnclearOutcomeError } from '../errors.js';
import type { Runtime } from '../runtime.js';
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
} from '../session.js';
import { isUnclear } from './is-unclear.js';
import { driverErrorOf } from './no-answer.js';
import { SchemaAgreement } from './schema-agreement.js';

export interface DdlSessionOptions {
  /** How long a statement, or an agreement wait, may take: milliseconds. */
  readonly timeout: number;
  readonly runtime: Runtime;
  /** Takes another coordinator for what follows, after this one did not answer. */
  readonly moveOn: () => void;
  readonly close: () => Promise<void>;
}

/** Schema changes over a client: long timeouts, and agreement asked of every host instead of the driver's own wait. */
export class CassandraDdlSession implements DdlSession {
  readonly keyspace: string;
  private readonly agreement: SchemaAgreement;

  constructor(
    client: Client,
    private readonly session: Session,
    private readonly options: DdlSessionOptions,
  ) {
    this.keyspace = session.keyspace;
    this.agreement = new SchemaAgreement(client, options.runtime);
  }

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    try {
      return await this.session.execute(cql, params, { timeout: this.options.timeout, ...options });
    } catch (error) {
      if (!isUnclear(error)) throw error;
      this.options.moveOn();
      throw new UnclearOutcomeError(cql, error, coordinatorOf(error));
    }
  }

  stream(cql: string, params?: readonly unknown[], options: StreamOptions = {}): AsyncIterable<Row> {
    return this.session.stream(cql, params, { timeout: this.options.timeout, ...options });
  }

  page(cql: string, params?: readonly unknown[], options: PageOptions = {}): Promise<Page> {
    return this.session.page(cql, params, { timeout: this.options.timeout, ...options });
  }

  batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    return this.session.batch(writes, { timeout: this.options.timeout, ...options });
  }

  awaitAgreement(signal?: AbortSignal): Promise<number> {
    return this.agreement.await(this.options.timeout, signal);
  }

  silentHosts(): readonly string[] {
    return this.agreement.silentHosts();
  }

  close(): Promise<void> {
    return this.options.close();
  }
}

/** The driver notes on an error which host it came from; its typings do not say so (4.10.0). */
function coordinatorOf(error: unknown): string | undefined {
  const { coordinator } = (driverErrorOf(error) ?? {}) as { readonly coordinator?: unknown };
  return typeof coordinator === 'string' ? coordinator : undefined;
}
