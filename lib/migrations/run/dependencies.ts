import type { Definitions } from '../../backfill/background/background-definition.js';
import type { OutOfOrderPolicy } from '../../core/history/history.js';
import type { Report } from '../../core/progress/progress.js';
import type { LeaseLock } from '../../lock/lease-lock.js';
import type { Database } from '../../session/session.js';
import type { Telemetry } from '../../session/telemetry.js';
import type { RecordingProcess } from '../history/recorder.js';
import type { MigrationSource } from '../source/migration-source.js';
import type { MigrationHooks } from './hooks.js';

/** Dependencies of migration runs. */
export interface MigrationDependencies {
  readonly database: () => Promise<Database>;
  readonly lock: (database: Database) => LeaseLock;
  readonly source: MigrationSource;
  /** Keyspace of unqualified names where no database tells it, as in lint. */
  readonly keyspace?: string | undefined;
  readonly report: Report;
  /** Seconds to wait for another run, unless a call says otherwise. */
  readonly lockWait: number;
  readonly outOfOrder: OutOfOrderPolicy;
  readonly hooks: () => readonly MigrationHooks[];
  /** The backfills that the application defines. */
  readonly backfills?: (() => Promise<Definitions>) | undefined;
  /** Whether this is a trial, in a keyspace that is dropped. */
  readonly trial?: boolean | undefined;
  readonly recorder: RecordingProcess;
  readonly telemetry?: Telemetry | undefined;
}
