import { pauseAfter } from '../core/backfill/adapt-window.js';
import type { Runtime } from '../session/runtime.js';
import type { CommonEnd } from './common-end.js';
import type { RangeRows, Slice } from './range-rows.js';
import type { SourceRow } from './source-table.js';

/** Rows of a range that are not known to be written, in the order of their tokens. */
export interface RangeSource {
  rowsOf(slice: Slice): AsyncIterator<SourceRow>;
  /** @throws BackfillStoppedError where the table is no longer the one of that shape */
  assertShape(kept: string): Promise<void>;
}

/** Takes rows, and returns when each is written, or known not to be. */
export interface RowSink {
  handle(slice: Slice, row: SourceRow): Promise<void>;
}

export interface RangeWorkerParts {
  readonly source: RangeSource;
  readonly sink: RowSink;
  readonly ranges: RangeRows;
  readonly pageSize: number;
  /** Number of rows of a range that are handled at a time. */
  readonly atOnce: () => number;
  /** Number of times that reading a page is tried again. */
  readonly retries: number;
  /** Shape of the source at the start. */
  readonly shape: string;
  readonly runtime: Pick<Runtime, 'monotonic' | 'delay' | 'random'>;
  readonly end: CommonEnd;
}

/** Milliseconds between two checkpoints of a range, at least. */
const NOTED_EVERY = 1_000;

/** A failure to read; the rows before it are written. */
class ReadProblem {
  constructor(readonly cause: unknown) {}
}

/** Works on ranges, each from its claim to its end. */
export class RangeWorker {
  /** The ranges at hand. */
  readonly active = new Set<Slice>();
  private readonly notedAt = new Map<Slice, number>();
  private readonly left = new WeakSet<Slice>();

  constructor(private readonly parts: RangeWorkerParts) {}

  /** Returns when the range is done, at once if it was. Reading is tried again from the last row that is written. */
  async work(slice: Slice): Promise<void> {
    if (slice.done) return;
    const { end, ranges, source, shape } = this.parts;
    end.signal.throwIfAborted();
    await ranges.claim(slice);
    await source.assertShape(shape);
    this.active.add(slice);
    try {
      await this.withRetries(slice);
    } finally {
      this.active.delete(slice);
      this.notedAt.delete(slice);
    }
  }

  /** Ends the work on a range after the page at hand; its checkpoint is written. */
  leave(position: number): void {
    for (const slice of this.active) if (slice.position === position) this.left.add(slice);
  }

  /** Handles some rows of a range once more, and takes them out of a set of keys; its progress stays. */
  async retry({ range, position }: Slice, keys: Set<string>): Promise<void> {
    const { source, sink, end } = this.parts;
    const whole: Slice = { range, position, token: undefined, done: false, rows: 0, skipped: 0 };
    const rows = source.rowsOf(whole);
    for (let next = await rows.next(); !next.done; next = await rows.next()) {
      end.signal.throwIfAborted();
      if (keys.delete(next.value.key)) await sink.handle(whole, next.value);
    }
  }

  private async withRetries(slice: Slice): Promise<void> {
    const { runtime, retries, end } = this.parts;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.writeFrom(slice);
      } catch (error) {
        if (!(error instanceof ReadProblem)) throw error;
        if (attempt > retries) throw error.cause;
        await runtime.delay(pauseAfter(attempt, runtime.random()), end.signal);
      }
    }
  }

  private async writeFrom(slice: Slice): Promise<void> {
    const { source, pageSize, end } = this.parts;
    const rows = source.rowsOf(slice);
    for (let isLast = false; !isLast;) {
      end.signal.throwIfAborted();
      const page = await pageOf(rows, pageSize);
      isLast = page.length < pageSize;
      await this.writePage(slice, page);
      slice.token = page.at(-1)?.token ?? slice.token;
      slice.done = isLast;
      const isLeft = this.left.has(slice);
      await this.note(slice, isLeft);
      if (isLeft) return;
    }
  }

  /** Writes the rows of a page. An end under way leaves a checkpoint at the last row before the first unwritten one. */
  private async writePage(slice: Slice, page: readonly SourceRow[]): Promise<void> {
    const { sink, end, ranges } = this.parts;
    const isWritten = page.map(() => false);
    const rows = page.entries();
    const handler = async () => {
      for (const [index, row] of rows) {
        await sink.handle(slice, row);
        isWritten[index] = true;
      }
    };
    try {
      // More handlers than writes in flight would only take memory.
      await end.all(Array.from({ length: Math.min(page.length, this.parts.atOnce()) }, handler));
    } catch (error) {
      const left = isWritten.indexOf(false);
      slice.token = page[(left < 0 ? page.length : left) - 1]?.token ?? slice.token;
      // The reason of the end matters more than a checkpoint that could not be noted.
      if (slice.token !== undefined) await ranges.checkpoint(slice).catch(() => {});
      throw error;
    }
  }

  private async note(slice: Slice, isLeft: boolean): Promise<void> {
    const now = this.parts.runtime.monotonic();
    if (!slice.done && !isLeft && now - (this.notedAt.get(slice) ?? -Infinity) < NOTED_EVERY) return;
    this.notedAt.set(slice, now);
    await this.parts.ranges.checkpoint(slice);
  }
}

async function pageOf(rows: AsyncIterator<SourceRow>, size: number): Promise<readonly SourceRow[]> {
  const page: SourceRow[] = [];
  while (page.length < size) {
    const next = await rows.next().catch((error: unknown) => {
      throw new ReadProblem(error);
    });
    if (next.done) break;
    page.push(next.value);
  }
  return page;
}
