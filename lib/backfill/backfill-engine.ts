import { shuffle } from '../core/backfill/plan-ranges.js';
import type { BackfillResult } from './backfill-options.js';
import { CommonEnd } from './common-end.js';
import { Control } from './control.js';
import type { EngineOptions } from './engine-options.js';
import { Pacer } from './pacer.js';
import { tellProgress } from './tell-progress.js';
import { RangeRows } from './range-rows.js';
import { assertComplete, ownersAtWork, resultOf, standing, type Slice } from './slice.js';
import type { RowSink } from './page-writes.js';
import { RangeWorker } from './range-worker.js';
import { RowHandler } from './row-handler.js';
import { RowWriter } from './row-writer.js';
import { SourceTable } from './source-table.js';
import { StateRow } from './state-row.js';
import { WriteWindow } from './write-window.js';

/** Readers at a time, of ranges that one process loops over. */
const READERS = 4;
/** Milliseconds. */
const ADAPTED_EVERY = 250;
const SEEN_EVERY = 5_000;

/**
 * One process at work on one backfill: its window of writes, its rate, its view of the state row. `work` does one range;
 * `workAll` loops over what is left. After a failure the engine is at its end, and another one goes on.
 */
export class BackfillEngine {
  readonly dead: Set<string>;
  private readonly end: CommonEnd;
  private readonly window: WriteWindow;
  private readonly pacer: Pacer;
  private readonly control: Control;
  private readonly worker: RangeWorker;
  private readonly all: Slice[];
  private stops: readonly (() => void)[] = [];

  private constructor(
    private readonly options: EngineOptions,
    private readonly source: SourceTable,
    private readonly ranges: RangeRows,
    loaded: { readonly slices: readonly Slice[]; readonly dead: readonly string[] },
  ) {
    const { backfill, access } = options;
    const { runtime, hold } = access;
    this.all = [...loaded.slices];
    this.dead = new Set(loaded.dead);
    this.end = new CommonEnd(hold.signal);
    this.window = new WriteWindow({ most: backfill.concurrency, latency: backfill.latency });
    this.pacer = new Pacer(runtime);
    this.worker = this.workerOf();
    this.control = this.controlOf();
  }

  /** The ranges that cover all tokens: as they were when this was opened, but for those that this process has split. */
  get slices(): readonly Slice[] {
    return standing(this.all);
  }

  /** @throws BackfillRefusedError where the table cannot be read, or a range was lost */
  static async open(options: EngineOptions): Promise<BackfillEngine> {
    const { backfill, record, access, owner } = options;
    const source = await SourceTable.open(access.session, backfill);
    const ranges = new RangeRows(access, record.name, record.run, owner);
    const [slices, dead] = [await ranges.load(), await ranges.deadRows()];
    assertComplete(record.name, slices);
    const loaded = { slices, dead: dead.map(({ key }) => key) };
    const engine = new BackfillEngine(options, source, ranges, loaded);
    await engine.begin();
    return engine;
  }

  get result(): BackfillResult {
    return resultOf(this.all, this.dead.size);
  }

  /** Works on one range from where it stands to its end; at once if it is done. */
  async work(position: number): Promise<void> {
    const slice = await this.ranges.loadOne(position);
    // The table tells all workers of its halves, where it is split.
    await this.end.each(slice ? [slice] : [], 1, async (one) => void (await this.worker.work(one)));
  }

  /** Ends the work on one range after the page at hand: another process has it now. */
  leave(position: number): void {
    this.worker.leave(position);
  }

  /** Works on all ranges that are left. Whatever fails first ends the others; nothing is under way afterwards. */
  async workAll(): Promise<BackfillResult> {
    const { runtime } = this.options.access;
    const left = this.all.filter(({ done }) => !done);
    const queue = [...shuffle(left, () => runtime.random())];
    await this.end.each(queue, READERS, async (slice) => {
      const halves = await this.worker.work(slice);
      queue.push(...halves);
      this.all.push(...halves);
    });
    return this.result;
  }

  /**
   * Hands the dead rows to `row` once more; returns how many of them are written now, or gone. Their ranges are read again,
   * and nothing else in them is written.
   */
  async retryDead(): Promise<number> {
    const before = [...(await this.ranges.deadRows())];
    const keys = new Set(before.map(({ key }) => key));
    const positions = new Set(before.map(({ position }) => position));
    const slices = this.all.filter(({ position }) => positions.has(position));
    await this.end.each(slices, READERS, (slice) => this.worker.retry(slice, keys));
    // A row that was not found any more was deleted: there is nothing to write.
    for (const key of keys) await this.ranges.revive(key);
    return before.length - (await this.ranges.deadRows()).length;
  }

  /** Ends what is under way, with a reason. */
  stop(reason: Error): void {
    this.end.stop(reason);
  }

  /** Stops looking and reporting; no work may be under way. */
  close(): void {
    for (const stop of this.stops) stop();
  }

  private async begin(): Promise<void> {
    const { record, access, report } = this.options;
    await this.control.obey(record);
    const { runtime } = access;
    this.stops = [
      runtime.every(ADAPTED_EVERY, () => this.window.adapt()),
      runtime.every(SEEN_EVERY, () => this.showUp()),
      this.control.watch(),
      tellProgress({ name: record.name, report, runtime }, this),
    ];
  }

  get inFlight(): number {
    return this.window.writing;
  }

  get paused(): boolean {
    return this.pacer.paused;
  }

  private workerOf(): RangeWorker {
    const { source, ranges, window, end } = this;
    const { backfill, record, access } = this.options;
    const { pageSize, retries } = backfill;
    const { name, shape, ranges: begun } = record;
    const { runtime } = access;
    const work = { name, pageSize, retries, shape, begun };
    return new RangeWorker({ ...work, source, sink: this.sink(), ranges, window, runtime, end });
  }

  private controlOf(): Control {
    const { backfill, record, access, whenPaused } = this.options;
    const { runtime, records } = access;
    const { pacer, window, end } = this;
    return new Control({
      state: new StateRow(records, runtime, record.name),
      run: record.run,
      pacer,
      window,
      runtime,
      concurrency: backfill.concurrency,
      whenPaused,
      workers: () => this.workers(),
      stop: (reason) => end.stop(reason),
    });
  }

  private sink(): RowSink {
    if (this.options.sink) return this.options.sink;
    const { backfill, access, record, shared } = this.options;
    const { session, hold, runtime } = access;
    const { signal } = this.end;
    const { ranges, dead, pacer, window } = this;
    const tools = { session, hold, runtime, window, pacer, signal, timestamp: record.timestamp };
    const writer = new RowWriter(backfill, this.source, tools);
    const assertShape = () => this.source.assertShape(record.shape);
    return new RowHandler({ backfill, ranges, dead, writer, pacer, assertShape, signal, shared });
  }

  /** A range whose page takes long is this process's all the same. */
  private showUp(): void {
    for (const slice of this.worker.active) void this.ranges.claim(slice).catch(() => {});
  }

  private async workers(): Promise<number> {
    if (!this.options.shared) return 1;
    const { owner, access } = this.options;
    return new Set([owner, ...ownersAtWork(await this.ranges.load(), access.runtime.now())]).size;
  }
}
