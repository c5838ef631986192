import { halvesOf } from '../core/backfill/split-range.js';
import type { Runtime } from '../session/runtime.js';
import { PageReader } from './page-reader.js';
import { PageWrites, type PageWritesParts } from './page-writes.js';
import type { RangeRows } from './range-rows.js';
import { ReadFailures } from './read-failures.js';
import type { Slice } from './slice.js';
import type { SourceRow } from './source-rows.js';
import type { SourceTable } from './source-table.js';

export interface RangeWorkerParts extends PageWritesParts {
  readonly name: string;
  readonly source: Pick<SourceTable, 'page' | 'markAfter' | 'rowsOf' | 'assertShape'>;
  readonly ranges: RangeRows;
  readonly pageSize: number;
  /** Number of times that reading a page is tried again. */
  readonly retries: number;
  /** Shape of the source at the start. */
  readonly shape: string;
  /** Number of ranges that the backfill began with. */
  readonly begun: number;
  readonly runtime: Pick<Runtime, 'monotonic' | 'delay' | 'random'>;
}

/** Milliseconds between two checkpoints of a range, at least. */
const NOTED_EVERY = 1_000;
/** Milliseconds between two looks at the schema, at least. */
const LOOKED_EVERY = 250;
/** Rows of a page where larger ones could not be read. */
const SMALL_PAGE = 100;

/** A failure to read a page. */
class ReadProblem {
  constructor(readonly cause: unknown) {}
}

/** Works on ranges, each from its claim to its end. */
export class RangeWorker {
  /** The ranges at hand. */
  readonly active = new Set<Slice>();
  private readonly notedAt = new Map<Slice, number>();
  private readonly left = new WeakSet<Slice>();
  private looked = { at: -Infinity, result: Promise.resolve() };

  constructor(private readonly parts: RangeWorkerParts) {}

  /**
   * Returns when the range is done, at once if it was. Reading is tried again from the last row that is written, at last in
   * small pages; where they fail as well, the halves of the range are returned, which stand for it from then on.
   */
  async work(slice: Slice): Promise<readonly Slice[]> {
    if (slice.done) return [];
    const { end, ranges } = this.parts;
    end.signal.throwIfAborted();
    this.active.add(slice);
    // The first page is read meanwhile: a small range takes little but the time of its requests, one after the other.
    const ready = Promise.all([ranges.claim(slice), this.assertShape()]);
    ready.catch(() => {});
    try {
      return await this.read(slice, ready);
    } finally {
      this.active.delete(slice);
      this.notedAt.delete(slice);
    }
  }

  /** Looks at the schema again for each range, but small ranges that begin together look once. */
  private assertShape(): Promise<void> {
    const { source, shape, runtime } = this.parts;
    const now = runtime.monotonic();
    if (now - this.looked.at > LOOKED_EVERY) this.looked = { at: now, result: source.assertShape(shape) };
    return this.looked.result;
  }

  /** Ends the work on a range after the page at hand; its checkpoint is written. */
  leave(position: number): void {
    for (const slice of this.active) if (slice.position === position) this.left.add(slice);
  }

  /** Handles some rows of a range once more, and takes them out of a set of keys; its progress stays. */
  async retry(slice: Slice, keys: Set<string>): Promise<void> {
    const { source, sink, end } = this.parts;
    const uncounted = { ...slice };
    for await (const row of source.rowsOf({ range: slice.range })) {
      end.signal.throwIfAborted();
      if (keys.delete(row.key)) await sink.handle(uncounted, row);
    }
  }

  private async read(slice: Slice, ready: Promise<unknown>): Promise<readonly Slice[]> {
    const { source, pageSize, begun } = this.parts;
    const failures = this.failuresOf(slice);
    const small = Math.min(pageSize, SMALL_PAGE);
    let size = slice.position < begun ? pageSize : small;
    for (;;) {
      const pages = new PageReader((at) => source.page(slice, size, at));
      const problem = await this.writePages(slice, pages, failures, ready);
      if (!problem) return [];
      if ((await failures.adviceAfter(problem.cause)) === 'again') continue;
      if (size === small) return this.split(slice, failures);
      size = small;
      failures.forget();
    }
  }

  private failuresOf(slice: Slice): ReadFailures {
    const { name, source, shape, retries, runtime, end } = this.parts;
    const assertShape = () => source.assertShape(shape);
    return new ReadFailures({ name, retries, runtime, assertShape, signal: end.signal }, slice);
  }

  private async split(slice: Slice, failures: ReadFailures): Promise<readonly Slice[]> {
    const { ranges, begun } = this.parts;
    // A partition that is left half-way cannot be cut, and would have to be read again from its start.
    const halves = slice.mark ? undefined : halvesOf(slice, begun);
    if (!halves) throw failures.hopeless();
    const slices = await ranges.split(slice, halves);
    slice.split = slice.done = true;
    return slices;
  }

  /** Returns the failure to read a page, if one ended it; the rows before that are written. */
  private async writePages(
    slice: Slice,
    pages: PageReader,
    failures: ReadFailures,
    ready: Promise<unknown>,
  ): Promise<ReadProblem | undefined> {
    const { source, end } = this.parts;
    try {
      await ready;
      for (;;) {
        end.signal.throwIfAborted();
        const page = await pages.next().catch((error: unknown) => new ReadProblem(error));
        if (page instanceof ReadProblem) return page;
        failures.forget();
        await this.writeRows(slice, page.rows);
        slice.token = page.rows.at(-1)?.token ?? slice.token;
        slice.mark = source.markAfter(page, slice);
        slice.done = page.next === undefined;
        if (await this.note(slice)) return undefined;
      }
    } finally {
      await pages.close();
    }
  }

  /** Writes the rows of a page. An end under way leaves a checkpoint at the last row before the first unwritten one. */
  private async writeRows(slice: Slice, rows: readonly SourceRow[]): Promise<void> {
    const { signal } = this.parts.end;
    const writes = new PageWrites(this.parts, slice, rows);
    await writes.writeAll();
    if (!signal.aborted) return;
    await this.noteUntil(slice, writes.lastInOrder);
    throw signal.reason as Error;
  }

  /** The reason of an end matters more than a checkpoint that could not be noted. */
  private async noteUntil(slice: Slice, last: SourceRow | undefined): Promise<void> {
    if (!last) return;
    slice.token = last.token;
    if (slice.mark?.token !== last.token) slice.mark = undefined;
    await this.parts.ranges.checkpoint(slice).catch(() => {});
  }

  /** Notes how far a range is, now and then; returns whether the work on it ends here. */
  private async note(slice: Slice): Promise<boolean> {
    const now = this.parts.runtime.monotonic();
    const isEnd = slice.done || this.left.has(slice);
    if (!isEnd && now - (this.notedAt.get(slice) ?? -Infinity) < NOTED_EVERY) return false;
    this.notedAt.set(slice, now);
    await this.parts.ranges.checkpoint(slice);
    return isEnd;
  }
}
