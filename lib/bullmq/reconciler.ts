import { areThere, recordedRows } from '../backfill/backfill-status.js';
import type { BackfillService } from '../backfill/background/backfill-service.js';
import { BackfillNotRunningError } from '../backfill/errors.js';
import { accessInTurn } from '../backfill/hold.js';
import { finishBackfill } from '../backfill/resume-backfill.js';
import { assertComplete } from '../backfill/slice.js';
import { allRecords, type BackfillRecord } from '../backfill/state-row.js';
import { messageOf } from '../core/error.js';
import { LockHeldError } from '../lock/errors.js';
import type { Database } from '../session/session.js';
import { troubleOf } from './redis-trouble.js';
import { addTurns, type TurnQueue } from './turns.js';

export interface ReconcilerDependencies {
  readonly service: BackfillService;
  readonly database: () => Promise<Database>;
  readonly queue: TurnQueue;
  /** Told of the runs that are running, before any range is handed out. */
  readonly keepOnly: (runs: ReadonlySet<string>) => Promise<void>;
  /** The backfills that this process knows. */
  readonly names: () => Promise<readonly string[]>;
  /** May be told the same again and again. */
  readonly warn: (message: string) => void;
}

/** Milliseconds. */
const READ_EVERY = 2_000;
const ADDED_EVERY = 15_000;
const JITTER = 3_000;

/**
 * Gives a turn to each range that is not done. The table knows which those are: a queue that was lost is filled again. A
 * backfill that was started or resumed is seen at once; all the others every 15 s.
 */
export class Reconciler {
  /** When the ranges of a run are to be added next. */
  private readonly due = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private pass: Promise<void> | undefined;
  private isClosed = false;

  constructor(private readonly dependencies: ReconcilerDependencies) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.pass = this.look()
        .catch((error: unknown) => this.dependencies.warn(`Backfills cannot be handed out: ${messageOf(error)}`))
        .finally(() => !this.isClosed && this.start());
    }, READ_EVERY);
  }

  /** The queue is empty: what is left, if anything, is to be looked for. */
  hurry(): void {
    for (const run of this.due.keys()) this.due.set(run, 0);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.pass;
  }

  private async look(): Promise<void> {
    const database = await this.dependencies.database();
    if (!(await areThere(database))) return;
    const records = (await allRecords(database.session)).filter(({ background }) => background);
    const running = records.filter(({ state }) => state === 'running');
    const runs = new Set(running.map(({ run }) => run));
    await this.dependencies.keepOnly(runs);
    for (const run of this.due.keys()) if (!runs.has(run)) this.due.delete(run);
    const names = running.length > 0 ? await this.dependencies.names() : [];
    for (const record of running) if (this.isTurn(record, names)) await this.handOut(record, database);
  }

  private isTurn({ run, name }: BackfillRecord, names: readonly string[]): boolean {
    if (this.isClosed) return false;
    if (!names.includes(name)) {
      this.dependencies.warn(
        `Backfill ${name} is running, and this worker does not define it: deploy the version that does, or cancel it.`,
      );
      return false;
    }
    return Date.now() >= (this.due.get(run) ?? 0);
  }

  private async handOut(record: BackfillRecord, database: Database): Promise<void> {
    const { service, queue } = this.dependencies;
    const { name, run } = record;
    try {
      const begun = (await service.prepare(name)).record;
      const slices = await recordedRows(begun, database).load();
      assertComplete(name, slices);
      const left = slices.filter(({ done }) => !done).map(({ position }) => position);
      if (left.length > 0) await addTurns(queue, name, left);
      else await finishBackfill(begun, accessInTurn(database));
      this.due.set(run, Date.now() + ADDED_EVERY + (Math.random() - 0.5) * JITTER);
    } catch (error) {
      if (error instanceof LockHeldError || error instanceof BackfillNotRunningError) return;
      this.due.set(run, Date.now() + ADDED_EVERY);
      this.dependencies.warn(`Backfill ${name} cannot be handed out: ${troubleOf(error).problem}`);
    }
  }
}
