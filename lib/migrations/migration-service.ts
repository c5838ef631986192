import { PendingMigrationsError } from '../core/history/errors.js';
import type { MigrationStatus } from '../core/history/history.js';
import type { MigrationPlan } from '../core/history/migration-plan.js';
import { withHolder } from '../core/history/reconcile.js';
import { selectForUpgrade } from '../core/history/select.js';
import type { LintInput } from '../core/lint/input/lint-input.js';
import type { Progress } from '../core/progress/progress.js';
import { introspect } from '../session/introspect.js';
import { ProgressFeed } from '../session/progress-feed.js';
import type { Session } from '../session/session.js';
import { type BaselineOptions, recordBaseline } from './baseline.js';
import { describePending } from './describe-pending.js';
import { type History, readHistory } from './history/read-history.js';
import { DEFAULT_LOG_LIMIT, type MigrationLog, readLog } from './history/read-log.js';
import type { LintReport } from './lint-source.js';
import type { ApplyOptions, LogOptions, PlanOptions, RollbackOptions } from './migration-options.js';
import type { MigrationTenants } from './migration-tenants.js';
import { assertMigrationOptions } from './option-problems.js';
import { type RepairOptions, repairRecord, type RepairResult } from './repair-record.js';
import type { MigrationDependencies } from './run/dependencies.js';
import type { MigrationResult } from './run/migration-result.js';
import { planMigrations, refuseOutdated } from './run/plan-migrations.js';
import { preflightUpgrade } from './run/preflight.js';
import { runMigrations, type RunPlan } from './run/run-migrations.js';
import { selectAgreed } from './run/select-agreed.js';
import { tellPending } from './run/tell-pending.js';

export interface MigrationServiceDependencies extends MigrationDependencies {
  readonly tenants: () => MigrationTenants;
}

/**
 * Applies, shows and rolls back the migrations of one connection.
 * @publicApi
 */
export class MigrationService {
  private readonly feed = new ProgressFeed();
  private readonly dependencies: MigrationServiceDependencies;

  constructor(dependencies: MigrationServiceDependencies) {
    const report = (progress: Progress) => {
      dependencies.report(progress);
      this.feed.report(progress);
    };
    this.dependencies = { ...dependencies, report };
  }

  /**
   * Applies what is pending, in order; returns what was done, or would be done.
   * @throws LockHeldError | ChangedMigrationsError | RenamedMigrationsError | OutOfOrderMigrationsError |
   * UnfinishedMigrationsError | UnknownMigrationError | AmbiguousMigrationError | MigrationLoadError |
   * DestructiveStatementError | ContradictionError | PlanOutdatedError | MigrationFailedError | MigrationHookError | LeaseLostError
   */
  async apply(options: ApplyOptions = {}): Promise<readonly MigrationResult[]> {
    assertMigrationOptions('apply', options);
    const { plan, dryRun, lockWait, ...wish } = options;
    const wanted = plan ? { ...wish, target: plan.target ?? undefined } : wish;
    const upgrade = this.upgrade(wanted);
    const select: RunPlan['select'] = async (history, session) => {
      const selected = await upgrade(history, session);
      if (plan) await refuseOutdated(plan, { session, history, selected, target: wanted.target });
      return selected;
    };
    const announce = (history: History) => this.tellPassedOver(history, wanted);
    return runMigrations(this.dependencies, { direction: 'upgrade', select, announce }, { dryRun, lockWait });
  }

  /**
   * Plans `apply`: a value that can be kept, reviewed and given to `apply`. Reads only.
   * @throws as `apply` before it runs anything
   */
  async plan(options: PlanOptions = {}): Promise<MigrationPlan> {
    assertMigrationOptions('plan', options);
    const { session } = await this.dependencies.database();
    const history = await readHistory(session, this.dependencies.source);
    const selected = await this.upgrade(options)(history, session);
    return planMigrations({ session, history, selected, target: options.target });
  }

  /**
   * Rolls back what is half-way, then the last applied migrations, the newest first; with a `target`, until that one is
   * the newest.
   * @throws as `apply`, and InvalidStepsError | MissingMigrationsError | IrreversibleMigrationError | RollbackOutdatedError
   */
  async rollback(given: RollbackOptions = {}): Promise<readonly MigrationResult[]> {
    assertMigrationOptions('rollback', given);
    const { steps = 1, target, expected, ...options } = given;
    const wanted = target === undefined ? { steps } : { target };
    const select = selectAgreed(this.dependencies.source, wanted, expected);
    return runMigrations(this.dependencies, { direction: 'downgrade', select }, options);
  }

  /**
   * Fixes the history by what the user knows: the outcome of a statement, that a changed or renamed file is right, that a
   * migration without a file counts no more. Never touches the schema.
   * @throws LockHeldError | UnknownMigrationError | AmbiguousMigrationError | NothingToRepairError | RepairOutdatedError
   */
  async repair(options: RepairOptions): Promise<RepairResult> {
    assertMigrationOptions('repair', options);
    return repairRecord(this.dependencies, options);
  }

  /**
   * Records everything up to `target` as applied without running it, for a database that has its effect already; answers
   * the names.
   * @throws LockHeldError | UnknownMigrationError | AmbiguousMigrationError | UnfinishedMigrationsError | MigrationLoadError
   */
  async baseline(options: BaselineOptions): Promise<readonly string[]> {
    assertMigrationOptions('baseline', options);
    return recordBaseline(this.dependencies, options);
  }

  /** Every migration and where it stands, in order. Reads only. */
  async status(): Promise<readonly MigrationStatus[]> {
    const { source, lock } = this.dependencies;
    const database = await this.dependencies.database();
    const history = await readHistory(database.session, source);
    tellPending(this.dependencies, history);
    const { entries, statuses, unfinished } = history;
    const holder = unfinished.size > 0 ? await lock(database).holder() : undefined;
    return describePending(source, entries, withHolder(statuses, unfinished, holder));
  }

  /** The migrations that `apply` would apply. Reads only. */
  async pending(): Promise<readonly MigrationStatus[]> {
    return selectForUpgrade(await this.status(), { outOfOrder: this.dependencies.outOfOrder });
  }

  /**
   * Makes sure that every migration is applied as it is written. Reads only.
   * @throws PendingMigrationsError
   */
  async verify(): Promise<void> {
    const { session } = await this.dependencies.database();
    const history = await readHistory(session, this.dependencies.source);
    tellPending(this.dependencies, history);
    const wrong = history.statuses.filter((status) => !this.isInOrder(status));
    if (wrong.length > 0) throw new PendingMigrationsError(wrong);
  }

  /** The events of the log, the newest first. Reads only. */
  async log(options: LogOptions = {}): Promise<MigrationLog> {
    assertMigrationOptions('log', options);
    const { session } = await this.dependencies.database();
    return readLog(session, options.limit ?? DEFAULT_LOG_LIMIT);
  }

  /** The same for the keyspaces of tenants. */
  tenants(): MigrationTenants {
    return this.dependencies.tenants();
  }

  /** Lints the migrations. Needs no database; code is run with a context that sends nothing. */
  async lint(): Promise<LintReport> {
    // A start needs no rules: they are loaded when they are asked for.
    const { lintSource } = await import('./lint-source.js');
    return lintSource(this.dependencies.source, this.dependencies.keyspace);
  }

  /**
   * The migrations as lint and replay read them. Needs no database.
   * @internal
   */
  async inputs(): Promise<readonly LintInput[]> {
    const { readInputs } = await import('./lint-source.js');
    return readInputs(this.dependencies.source, this.dependencies.keyspace);
  }

  /** Everything that happens from now on, as it happens, until the signal aborts or the reader stops. */
  progress(signal?: AbortSignal): AsyncIterable<Progress> {
    return this.feed.follow(signal);
  }

  private isInOrder({ state }: MigrationStatus): boolean {
    const isPassedOver = state === 'out-of-order' && this.dependencies.outOfOrder === 'skip';
    return state === 'applied' || state === 'missing' || isPassedOver;
  }

  /** Reports every migration that is skipped. */
  private tellPassedOver({ statuses }: History, { outOfOrder = this.dependencies.outOfOrder }: PlanOptions): void {
    const names = statuses.filter(({ state }) => state === 'out-of-order').map(({ name }) => name);
    if (outOfOrder === 'skip' && names.length > 0) this.dependencies.report({ kind: 'migrations-passed-over', names });
  }

  private upgrade({ target, outOfOrder = this.dependencies.outOfOrder }: PlanOptions) {
    return async (history: History, session: Session) => {
      const selected = selectForUpgrade(history.statuses, { target, outOfOrder });
      const live = () => introspect(session);
      return preflightUpgrade(this.dependencies.source, history, { selected, outOfOrder, live });
    };
  }
}
