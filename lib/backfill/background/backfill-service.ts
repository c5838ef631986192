import { inTurns } from '../../session/in-time.js';
import type { Database } from '../../session/session.js';
import type { DefinedBackfill } from './background-definition.js';
import { againAfterLoss } from './again-after-loss.js';
import { areThere, readStatus, recordedRows, type BackfillStatus } from '../backfill-status.js';
import { hasBegun, type LeasedAccess } from '../begin-backfill.js';
import { BackfillNotRunningError, BackfillUnknownError } from '../errors.js';
import type { DeadRow } from '../range-rows.js';
import { exportSpark } from './export-spark.js';
import { refuseCopy, withRunnable, type RunnableBackfill } from './open-defined.js';
import { prepareRun, type PreparedRun, type ResumeBackfillOptions, type RunBackfillOptions } from './prepare-run.js';
import { retryDeadRows, runToItsEnd } from './run-in-background.js';
import { readingAccess, underBackfillLock } from './under-backfill-lock.js';
import type { BackfillVerification, SparkExport, VerifyBackfillOptions } from './results.js';
import { verifyByName, type BackfillDependencies } from './verify-by-name.js';
import { allRecords, StateRow, type BackfillRecord, type StateChange } from '../state-row.js';

/** Seconds in which a lock that was lost has expired. */
const WAIT_AFTER_LOSS = 60;

/**
 * Runs backfills in the background, and tells how far they are. What it is told holds for every process: the state is in
 * the database.
 * @publicApi
 */
export class BackfillService {
  constructor(private readonly dependencies: BackfillDependencies) {}

  /** Every backfill that was ever started. Reads only. */
  async list(): Promise<readonly BackfillStatus[]> {
    const database = await this.dependencies.database();
    if (!(await areThere(database))) return [];
    const records = await allRecords(database.session);
    return inTurns(records, 4, (record) => readStatus(record, database));
  }

  /**
   * Progress of one backfill. Reads only.
   * @throws BackfillUnknownError
   */
  async status(name: string): Promise<BackfillStatus> {
    const database = await this.dependencies.database();
    return readStatus(await this.find(name, database), database);
  }

  /**
   * Rows that could not be written, and why. Reads only.
   * @throws BackfillUnknownError
   */
  async dead(name: string): Promise<readonly DeadRow[]> {
    const database = await this.dependencies.database();
    return recordedRows(await this.find(name, database), database).deadRows();
  }

  /**
   * Compares what a backfill was to write with what is there: the two tables of a copy, or the cells that `row` writes for
   * each row. Reads only, and takes no lock, unless it is to `finish` the backfill.
   * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotVerifiedError | BackfillNotRunningError | LockHeldError
   */
  verify(name: string, options: VerifyBackfillOptions = {}): Promise<BackfillVerification> {
    return verifyByName(name, this.dependencies, options);
  }

  /**
   * Makes a job for Spark of a copy, or of a backfill with `sql`. Reads the schema only; `verify` compares what the job wrote.
   * @throws BackfillUnknownError | BackfillRefusedError
   */
  async exportSpark(name: string): Promise<SparkExport> {
    return exportSpark(await this.defined(name), (await this.dependencies.database()).session);
  }

  /**
   * Starts a backfill that no migration has started; leaves one alone that is under way. Workers do the work, or `run`.
   * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotRunningError | LockHeldError
   */
  async start(name: string, options: RunBackfillOptions = {}): Promise<BackfillStatus> {
    await this.underLock(await this.defined(name), options, (runnable, { access }) =>
      prepareRun(runnable, access, { ...options, start: true }),
    );
    return this.status(name);
  }

  /**
   * Does the work of a backfill in this process, until it is finished. While it is paused, it waits.
   * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotRunningError | BackfillStoppedError | LockHeldError
   */
  async run(name: string, options: RunBackfillOptions = {}): Promise<BackfillStatus> {
    const { report, database } = this.dependencies;
    const { signal } = options;
    const defined = await this.defined(name);
    const work = (how: RunBackfillOptions) =>
      this.underLock(defined, how, async (runnable, { access, owner }) => {
        const prepared = await prepareRun(runnable, access, how);
        await runToItsEnd(prepared, access, { owner, report, signal });
      });
    const { runtime } = await database();
    // It is restarted once.
    await againAfterLoss(runtime, (isFirst) => work(isFirst ? options : { lockWait: WAIT_AFTER_LOSS }));
    return this.status(name);
  }

  /**
   * Lets a backfill rest. Every process notices within 2 seconds; writes in flight are finished.
   * @throws BackfillUnknownError | BackfillNotRunningError
   */
  pause(name: string, reason?: string): Promise<BackfillStatus> {
    return this.change(name, { state: 'paused', reason: reason ?? null });
  }

  /**
   * Lets a paused backfill go on, or changes the pace of one that runs.
   * @throws BackfillUnknownError | BackfillNotRunningError
   */
  resume(name: string, { rate, concurrency }: ResumeBackfillOptions = {}): Promise<BackfillStatus> {
    const pace = {
      ...(rate !== undefined && { rate: rate || null }),
      ...(concurrency !== undefined && { concurrency }),
    };
    return this.change(name, { state: 'running', reason: null, ...pace });
  }

  /**
   * Ends a backfill for good: what it has written stays.
   * @throws BackfillUnknownError | BackfillNotRunningError
   */
  cancel(name: string): Promise<BackfillStatus> {
    return this.change(name, { state: 'cancelled', reason: null });
  }

  /**
   * Hands the rows that could not be written to `row` once more; returns how many of them are no longer dead.
   * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotRunningError | LockHeldError
   */
  async retryDead(name: string, options: RunBackfillOptions = {}): Promise<number> {
    const { report } = this.dependencies;
    return this.underLock(await this.defined(name), options, async (runnable, { access, owner }) => {
      const prepared = await prepareRun(runnable, access, options);
      return retryDeadRows(prepared, access, { owner, report, signal: options.signal });
    });
  }

  /**
   * Makes a backfill that was started ready for a worker, which needs no lock: its ranges are noted, and it is what it was.
   * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotRunningError | LockHeldError
   * @internal
   */
  async prepare(name: string): Promise<PreparedRun> {
    const database = await this.dependencies.database();
    const defined = await this.defined(name);
    refuseCopy(defined);
    if (hasBegun(await this.find(name, database))) return prepareRun(defined, readingAccess(database), {});
    return this.underLock(defined, {}, (runnable, { access }) => prepareRun(runnable, access, {}));
  }

  private async defined(name: string): Promise<DefinedBackfill> {
    return (await this.dependencies.definitions()).get(name);
  }

  private async change(name: string, change: StateChange): Promise<BackfillStatus> {
    const database = await this.dependencies.database();
    const { run, state, reason } = await this.find(name, database);
    const row = new StateRow(database.session, database.runtime, name);
    if (await row.change(run, ['running', 'paused'], change)) return this.status(name);
    throw new BackfillNotRunningError(name, state === 'running' ? 'begun anew' : state, reason);
  }

  private async find(name: string, database: Database): Promise<BackfillRecord> {
    const { session, runtime } = database;
    const known = await areThere(database);
    const found = known ? await new StateRow(session, runtime, name).load() : undefined;
    if (found) return found;
    const names = known ? (await allRecords(session)).map((record) => record.name) : [];
    throw new BackfillUnknownError(name, names, true);
  }

  /** An unknown name takes no lock, and neither does a copy between tables that do not fit. */
  private async underLock<T>(
    defined: DefinedBackfill,
    { lockWait = this.dependencies.lockWait }: RunBackfillOptions,
    work: (runnable: RunnableBackfill, held: { readonly access: LeasedAccess; readonly owner: string }) => Promise<T>,
  ): Promise<T> {
    return withRunnable(defined, await this.dependencies.database(), (runnable, session) =>
      underBackfillLock(defined.name, { ...this.dependencies, lockWait }, (access, owner) =>
        work(runnable, { access: { ...access, session }, owner }),
      ),
    );
  }
}
