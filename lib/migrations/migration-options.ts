import type { OutOfOrderPolicy } from '../core/history/history.js';
import type { MigrationPlan } from '../core/history/migration-plan.js';
import type { RunOptions } from './run/run-migrations.js';

export interface PlanOptions {
  /** The last migration to apply: its name, or as much of it as is unique. */
  readonly target?: string | undefined;
  /** Policy for migrations that are not applied although later ones are. Default: the option of `forRoot`. */
  readonly outOfOrder?: OutOfOrderPolicy | undefined;
}

export interface ApplyOptions extends PlanOptions {
  /** Returns what would run; sends nothing, and does not even create coodie's own tables. */
  readonly dryRun?: boolean | undefined;
  /** Runs exactly this, or nothing where anything is not as it was when the plan was made. Its target counts. */
  readonly plan?: MigrationPlan | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface RollbackOptions extends RunOptions {
  /** How many to roll back, the last applied first. 1 by default; not used where there is a `target`. */
  readonly steps?: number | undefined;
  /** Until this one is the newest that is applied. */
  readonly target?: string | undefined;
  /**
   * Names that may be rolled back, for a caller that has shown them before. By default those that exist when the rollback is
   * asked for: two that wait for each other do not roll back twice as much.
   */
  readonly expected?: readonly string[] | undefined;
}

export interface LogOptions {
  /** How many events, the newest first. */
  readonly limit?: number | undefined;
}
