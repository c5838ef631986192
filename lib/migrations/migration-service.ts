import { randomUUID } from 'node:crypto';
import { NothingToRepairError, PendingMigrationsError } from '../core/history/errors.js';
import type { MigrationStatus } from '../core/history/history.js';
import { reconcile } from '../core/history/reconcile.js';
import { resolveTarget, selectForDowngrade, selectForUpgrade } from '../core/history/select.js';
import type { Direction, Report } from '../core/progress.js';
import type { Lease } from '../lock/lease.js';
import type { LeaseLock } from '../lock/lease-lock.js';
import { ensureOwnTables, JOURNAL_TABLE, LOCK_TABLE, LOG_TABLE, STATE_TABLE } from '../session/own-tables.js';
import type { Database, DdlSession, Session } from '../session/session.js';
import { describePending } from './describe-pending.js';
import { Journal } from './journal.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { MigrationSource } from './migration-source.js';
import { MigrationState } from './migration-state.js';
import type { Recorder } from './recorder.js';
import { preflightDowngrade, preflightUpgrade, type History } from './preflight.js';
import { MigrationRun } from './migration-run.js';
import { dryRunMigration, type MigrationResult } from './run-migration.js';

export interface ApplyOptions {
  /** Answers what would run; sends nothing, and does not even create coodie's own tables. */
  readonly dryRun?: boolean | undefined;
  /** The last migration to apply: its name, or as much of it as is unique. */
  readonly target?: string | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface RollbackOptions extends ApplyOptions {
  /** How many to roll back, the last applied first. 1 by default; not used where there is a `target`. */
  readonly steps?: number | undefined;
}

export interface RepairOptions {
  /** Its name, or as much of it as is unique. */
  readonly migration: string;
  /** Whether the statement at which it stopped took effect. */
  readonly outcome: 'done' | 'not-done';
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface MigrationServiceDependencies {
  readonly database: () => Promise<Database>;
  readonly lock: (database: Database) => LeaseLock;
  readonly source: MigrationSource;
  readonly report: Report;
  /** Seconds. */
  readonly lockWait: number;
  readonly recorder: Omit<Recorder, 'runId'>;
}

/**
 * Applies, shows and rolls back the migrations of one connection.
 * @publicApi
 */
export class MigrationService {
  constructor(private readonly dependencies: MigrationServiceDependencies) {}

  /**
   * Applies what is pending, in order; answers what was done, or would be done.
   * @throws LockHeldError | ChangedMigrationsError | OutOfOrderMigrationsError | UnknownMigrationError |
   * AmbiguousMigrationError | MigrationLoadError | DestructiveStatementError | MigrationFailedError | LeaseLostError
   */
  apply({ target, ...options }: ApplyOptions = {}): Promise<readonly MigrationResult[]> {
    const select = async (history: History) =>
      preflightUpgrade(this.dependencies.source, history, selectForUpgrade(history.statuses, target));
    return this.run({ direction: 'upgrade', select }, options);
  }

  /**
   * Rolls back the last applied migrations, the newest first; with a `target`, until that one is the newest.
   * @throws as `apply`, and InvalidStepsError | MissingMigrationsError | IrreversibleMigrationError
   */
  rollback({ steps = 1, target, ...options }: RollbackOptions = {}): Promise<readonly MigrationResult[]> {
    const wanted = target === undefined ? { steps } : { target };
    const select = async (history: History) =>
      preflightDowngrade(this.dependencies.source, history, selectForDowngrade(history.statuses, wanted));
    return this.run({ direction: 'downgrade', select }, options);
  }

  /**
   * Settles, by what somebody saw in the schema, a statement of which coodie cannot tell whether it took effect; answers
   * the statement.
   * @throws LockHeldError | UnknownMigrationError | AmbiguousMigrationError | NothingToRepairError
   */
  async repair({ migration, outcome, lockWait }: RepairOptions): Promise<string> {
    const database = await this.dependencies.database();
    const { session } = database;
    const wait = lockWait ?? this.dependencies.lockWait;
    const { lock, report } = this.dependencies;
    return lock(database).hold({ wait, report }, async (lease) => {
      const { statuses, unfinished } = await this.history(session);
      const name = resolveTarget(statuses, migration);
      const step = unfinished.get(name)?.steps.find(({ state }) => state === 'started');
      if (!step) throw new NothingToRepairError(name);
      await lease.confirm();
      await new Journal(session).settled(step, outcome);
      return step.cql;
    });
  }

  /** Every migration and where it stands, in order. Reads only. */
  async status(): Promise<readonly MigrationStatus[]> {
    const database = await this.dependencies.database();
    const history = await this.history(database.session);
    return describePending(this.dependencies.source, history);
  }

  /** The migrations that `apply` would apply. Reads only. */
  async pending(): Promise<readonly MigrationStatus[]> {
    return selectForUpgrade(await this.status());
  }

  /**
   * Makes sure that every migration is applied as it is written. Reads only.
   * @throws PendingMigrationsError
   */
  async verify(): Promise<void> {
    const database = await this.dependencies.database();
    const { statuses } = await this.history(database.session);
    const wrong = statuses.filter(({ state }) => state !== 'applied' && state !== 'missing');
    if (wrong.length > 0) throw new PendingMigrationsError(wrong);
  }

  private async history(session: Session): Promise<History> {
    const state = new MigrationState(session);
    const [entries, recorded] = await Promise.all([this.dependencies.source.list(), state.recorded()]);
    return { entries, statuses: reconcile(entries, recorded), unfinished: recorded.unfinished };
  }

  /** What is to be done is found out before the lock is taken, and again, for good, while it is held. */
  private async run(plan: Plan, { dryRun, lockWait }: RunOptions): Promise<readonly MigrationResult[]> {
    const database = await this.dependencies.database();
    const selected = await plan.select(await this.history(database.session));
    if (dryRun)
      return inTurn(selected, (migration) => dryRunMigration(migration, plan.direction, database.session.keyspace));
    if (selected.length === 0) return [];
    const ddl = await database.openDdl();
    try {
      await ensureOwnTables(ddl, [LOCK_TABLE, STATE_TABLE, LOG_TABLE, JOURNAL_TABLE]);
      const { lock, report } = this.dependencies;
      const wait = lockWait ?? this.dependencies.lockWait;
      return await lock(database).hold({ wait, report }, (lease) =>
        this.runLocked(plan, database.session, { ddl, lease }),
      );
    } finally {
      await ddl.close();
    }
  }

  private async runLocked(
    { direction, select }: Plan,
    session: Session,
    held: Held,
  ): Promise<readonly MigrationResult[]> {
    const { report } = this.dependencies;
    const history = await this.history(session);
    const selected = await select(history);
    const names = selected.map(({ entry }) => entry.name);
    report({ kind: 'migrations-planned', keyspace: session.keyspace, direction, names });
    if (selected.length > 0) await held.ddl.awaitAgreement(held.lease.signal);
    const recorder = { ...this.dependencies.recorder, runId: randomUUID() };
    const run = new MigrationRun({ session, ...held, report, direction, recorder, unfinished: history.unfinished });
    return inTurn(selected, (migration) => run.migrate(migration));
  }
}

interface Plan {
  readonly direction: Direction;
  readonly select: (history: History) => Promise<readonly LoadedMigration[]>;
}

interface RunOptions {
  readonly dryRun?: boolean | undefined;
  readonly lockWait?: number | undefined;
}

interface Held {
  readonly ddl: DdlSession;
  readonly lease: Lease;
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
