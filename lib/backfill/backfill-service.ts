import { inTurns } from '../session/in-time.js';
import type { Database } from '../session/session.js';
import type { DefinedBackfill, Definitions } from './background-definition.js';
import { areThere, readStatus, recordedRows, type BackfillStatus } from './backfill-status.js';
import { hasBegun } from './begin-backfill.js';
import { BackfillNotRunningError, BackfillUnknownError } from './errors.js';
import type { DeadRow } from './range-rows.js';
import { prepareRun, type PreparedRun, type PrepareOptions } from './prepare-run.js';
import { retryDeadRows, runToItsEnd } from './run-in-background.js';
import { readingAccess, underBackfillLock, type BackfillLocking } from './under-backfill-lock.js';
import { allRecords, StateRow, type BackfillRecord, type StateChange } from './state-row.js';

export interface BackfillDependencies extends BackfillLocking {
  readonly definitions: () => Promise<Definitions>;
}

/** @publicApi */
export interface RunBackfillOptions extends PrepareOptions {
  /** Seconds to wait for another process that runs it. */
  readonly lockWait?: number | undefined;
  /** Ends the run; another one goes on where it stopped. */
  readonly signal?: AbortSignal | undefined;
}

/** @publicApi */
export interface ResumeBackfillOptions {
  /** Most rows per second from now on; 0 takes the limit away. */
  readonly rate?: number | undefined;
  /** Most writes in flight of each process from now on. */
  readonly concurrency?: number | undefined;
}

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
   * Starts a backfill that no migration has started; leaves one alone that is under way. Workers do the work, or `run`.
   * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotRunningError | LockHeldError
   */
  async start(name: string, options: RunBackfillOptions = {}): Promise<BackfillStatus> {
    const defined = await this.defined(name);
    await this.underLock(name, options, (access) => prepareRun(defined, access, { ...options, start: true }));
    return this.status(name);
  }

  /**
   * Does the work of a backfill in this process, until it is finished. While it is paused, it waits.
   * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotRunningError | BackfillStoppedError | LockHeldError
   */
  async run(name: string, options: RunBackfillOptions = {}): Promise<BackfillStatus> {
    const { report } = this.dependencies;
    const defined = await this.defined(name);
    await this.underLock(name, options, async (access, owner) => {
      const prepared = await prepareRun(defined, access, options);
      await runToItsEnd(prepared, access, { owner, report, signal: options.signal });
    });
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
    const defined = await this.defined(name);
    return this.underLock(name, options, async (access, owner) => {
      const prepared = await prepareRun(defined, access, options);
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
    if (hasBegun(await this.find(name, database))) return prepareRun(defined, readingAccess(database), {});
    return this.underLock(name, {}, (access) => prepareRun(defined, access, {}));
  }

  /** Before any lock is taken: an unknown name takes none. */
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
    if (!(await areThere(database))) throw new BackfillUnknownError(name, [], true);
    const found = await new StateRow(database.session, database.runtime, name).load();
    if (found) return found;
    throw new BackfillUnknownError(
      name,
      (await allRecords(database.session)).map((record) => record.name),
      true,
    );
  }

  private underLock<T>(
    name: string,
    { lockWait = this.dependencies.lockWait }: RunBackfillOptions,
    work: Parameters<typeof underBackfillLock<T>>[2],
  ): Promise<T> {
    return underBackfillLock(name, { ...this.dependencies, lockWait }, work);
  }
}
