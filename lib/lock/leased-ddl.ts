import type {
  DdlSession,
  ExecuteOptions,
  Page,
  PageOptions,
  Result,
  Row,
  StreamOptions,
  Write,
} from '../session/session.js';
import type { Lease } from './lease.js';

/**
 * A session for work under a lock. A request that is repeated may be sent long after the lock was confirmed for the first
 * time: the lock is confirmed again before each repetition. Coodie's own writes carry the time of the lease, so that one
 * which arrives late, or twice, loses against everything that was written after it, by the next holder as well.
 */
export class LeasedDdl implements DdlSession {
  readonly keyspace: string;
  readonly stateKeyspace: string | undefined;

  constructor(
    private readonly ddl: DdlSession,
    private readonly lease: Lease,
  ) {
    this.keyspace = ddl.keyspace;
    this.stateKeyspace = ddl.stateKeyspace;
  }

  execute(cql: string, params?: readonly unknown[], options?: ExecuteOptions): Promise<Result> {
    return this.ddl.execute(cql, params, this.confirming(options));
  }

  stream(cql: string, params?: readonly unknown[], options?: StreamOptions): AsyncIterable<Row> {
    return this.ddl.stream(cql, params, options);
  }

  page(cql: string, params?: readonly unknown[], options?: PageOptions): Promise<Page> {
    return this.ddl.page(cql, params, options);
  }

  batch(writes: readonly Write[], options?: ExecuteOptions): Promise<void> {
    return this.ddl.batch(writes, this.confirming(options));
  }

  awaitAgreement(signal?: AbortSignal): Promise<number> {
    return this.ddl.awaitAgreement(signal);
  }

  silentHosts(): readonly string[] {
    return this.ddl.silentHosts();
  }

  close(): Promise<void> {
    return this.ddl.close();
  }

  private confirming(options: ExecuteOptions = {}): ExecuteOptions {
    const timestamp = options.consistency === 'quorum' && options.idempotent ? this.lease.timestamp() : undefined;
    return { timestamp, beforeRetry: () => this.lease.assertHeld(), ...options };
  }
}
