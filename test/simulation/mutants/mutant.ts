import type { LeaseLock, LeaseLockOptions } from '../../../lib/lock/lease-lock.js';
import type { MigrationSource } from '../../../lib/migrations/source/migration-source.js';
import type { Database } from '../../../lib/session/session.js';
import type { SimulatedProcess } from '../client/simulated-process.js';

/** A fault that was fixed, put back in place by test doubles around the real code. */
export interface Mutant {
  readonly name: string;
  /** The fault in a few words. */
  readonly fault: string;
  /** Coodie's own writes have the times of the client. */
  readonly clientStamps?: boolean;
  readonly lock?: (database: Database, options: LeaseLockOptions) => LeaseLock;
  readonly database?: (database: Database) => Database;
  readonly source?: (source: MigrationSource, process: SimulatedProcess) => MigrationSource;
}
