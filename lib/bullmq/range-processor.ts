import { BackfillEngine } from '../backfill/backfill-engine.js';
import type { BackfillService } from '../backfill/background/backfill-service.js';
import { BackfillNotRunningError, BackfillUnknownError } from '../backfill/errors.js';
import { accessInTurn, type BackfillAccess } from '../backfill/hold.js';
import { StateRow, type BackfillRecord } from '../backfill/state-row.js';
import { messageOf } from '../core/error.js';
import type { Report } from '../core/progress/progress.js';
import { LockHeldError } from '../lock/errors.js';
import type { Database } from '../session/session.js';
import { rangeOf, type Turn } from './turns.js';

export interface ProcessorDependencies {
  readonly service: BackfillService;
  readonly database: () => Promise<Database>;
  readonly report: Report;
  /** The process, as the ranges show it. */
  readonly owner: string;
}

interface Opened {
  readonly engine: BackfillEngine;
  readonly record: BackfillRecord;
  readonly access: BackfillAccess;
}

/** Works on the ranges whose turn it is: one engine for each backfill, kept until it fails or is stopped. */
export class RangeProcessor {
  private readonly engines = new Map<string, Promise<Opened | undefined>>();
  private readonly underWay = new Set<Promise<void>>();
  private stopped: Error | undefined;

  constructor(private readonly dependencies: ProcessorDependencies) {}

  /** Works on a range to its end. A backfill at rest, and a range that is done, are left at once. */
  async work(turn: Turn): Promise<void> {
    const work = this.doWork(turn);
    this.underWay.add(work);
    try {
      await work;
    } finally {
      this.underWay.delete(work);
    }
  }

  /** Ends the work on the range of a job after the page at hand: the queue has given it to another worker. */
  async leave(job: string): Promise<void> {
    for (const [name, opening] of this.engines) {
      const range = rangeOf(job, name);
      if (range !== undefined) (await opening.catch(() => undefined))?.engine.leave(range);
    }
  }

  /** Stops reading, waits for the writes in flight and their checkpoints; nothing is begun afterwards. */
  async close(): Promise<void> {
    this.stopped = new Error('The application is shutting down.');
    await this.release(this.stopped);
  }

  /** Lets go of engines whose run is finished, at rest, or begun anew. */
  async keepOnly(runs: ReadonlySet<string>): Promise<void> {
    for (const [name, opening] of this.engines) {
      const opened = await opening.catch(() => undefined);
      if (!opened || runs.has(opened.record.run)) continue;
      this.forget(name, opening);
      opened.engine.stop(new BackfillNotRunningError(name, 'begun anew'));
      opened.engine.close();
    }
  }

  /** Lets go of every range in hand. The next turn opens another engine. */
  async release(reason: Error): Promise<void> {
    const all = await Promise.all([...this.engines.values()].map((opening) => opening.catch(() => undefined)));
    for (const opened of all) opened?.engine.stop(reason);
    await Promise.allSettled(this.underWay);
    for (const opened of all) opened?.engine.close();
    this.engines.clear();
  }

  private async doWork({ name, range }: Turn): Promise<void> {
    if (this.stopped) return;
    const opening = this.engines.get(name) ?? this.open(name);
    this.engines.set(name, opening);
    try {
      const opened = await opening;
      if (!opened || this.stopped) return this.forget(name, opening);
      await this.workOn(opened, range);
    } catch (error) {
      this.forget(name, opening);
      throw error;
    }
  }

  private async workOn({ engine, record, access }: Opened, range: number): Promise<void> {
    try {
      await engine.work(range);
    } catch (error) {
      engine.close();
      this.forgetEngine(record.name, engine);
      if (error instanceof BackfillNotRunningError || this.stopped) return;
      // A failure that stays would be tried for ever: somebody has to look at it.
      const state = new StateRow(access.records, access.runtime, record.name);
      await state.change(record.run, ['running'], { state: 'paused', reason: messageOf(error) });
    }
  }

  private async open(name: string): Promise<Opened | undefined> {
    const { service, database, report, owner } = this.dependencies;
    const prepared = await service.prepare(name).catch((error: unknown) => {
      if (isAtRest(error)) return undefined;
      throw error;
    });
    if (prepared?.record.state !== 'running') return undefined;
    const access = accessInTurn(await database());
    const engine = await BackfillEngine.open({
      ...prepared,
      access,
      owner,
      whenPaused: 'stop',
      shared: true,
      report,
    });
    return { engine, record: prepared.record, access };
  }

  private forget(name: string, opening: Promise<Opened | undefined>): void {
    if (this.engines.get(name) === opening) this.engines.delete(name);
  }

  private forgetEngine(name: string, engine: BackfillEngine): void {
    const opening = this.engines.get(name);
    void opening?.then((opened) => opened?.engine === engine && this.forget(name, opening));
  }
}

/** Another process notes its ranges, or there is nothing to do for now: there will be another turn. */
function isAtRest(error: unknown): boolean {
  if (error instanceof BackfillUnknownError) return error.isDefined;
  return error instanceof LockHeldError || error instanceof BackfillNotRunningError;
}
