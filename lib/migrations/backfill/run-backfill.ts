import { estimateProgress, shareCovered } from '../../core/backfill/estimate-progress.js';
import { pauseAfter } from '../../core/backfill/adapt-window.js';
import { shuffle } from '../../core/backfill/plan-ranges.js';
import { sharedSignal } from '../../session/in-time.js';
import type { BackfillResult } from '../source/backfill.js';
import type { BackfillTools } from './backfill-tools.js';
import { type BackfillState, resultOf, type Slice, type Stored } from './backfill-state.js';
import type { Backfill } from './check-options.js';
import { RowHandler } from './row-handler.js';
import { RowWriter } from './row-writer.js';
import { SourceTable, type SourceRow } from './source-table.js';
import { Pacer, WriteWindow } from './write-window.js';

const READERS = 4;
/** Milliseconds. */
const ADAPTED_EVERY = 250;
const TOLD_EVERY = 10_000;
const NOTED_EVERY = 1_000;

/** A failure to read; the rows before it are written. */
class ReadProblem {
  constructor(readonly cause: unknown) {}
}

/** Writes what is left of a backfill, and returns when all of it is acknowledged. */
export async function runBackfill(
  backfill: Backfill,
  { state, stored }: { readonly state: BackfillState; readonly stored: Stored },
  tools: BackfillTools,
): Promise<BackfillResult> {
  const source = await SourceTable.open(tools.session, backfill);
  const run = new BackfillRun({ backfill, state, stored, source }, tools);
  await run.toItsEnd();
  await state.finish();
  return resultOf(stored);
}

interface Parts {
  readonly backfill: Backfill;
  readonly state: BackfillState;
  readonly stored: Stored;
  readonly source: SourceTable;
}

/** One run over the ranges that are left. */
class BackfillRun {
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly window: WriteWindow;
  private readonly handler: RowHandler;
  private readonly notedAt = new Map<Slice, number>();

  constructor(
    private readonly parts: Parts,
    private readonly tools: BackfillTools,
  ) {
    const { backfill, source, state, stored } = parts;
    const { session, lease, runtime } = tools;
    const signal = sharedSignal([lease.signal, this.stop.signal]);
    const window = new WriteWindow({ most: backfill.concurrency, latency: backfill.latency }, runtime);
    const { timestamp } = stored;
    const writer = new RowWriter(backfill, source, { session, lease, runtime, window, signal, timestamp });
    const pacer = new Pacer(backfill.rate, runtime);
    this.handler = new RowHandler({ backfill, state, stored, writer, pacer, signal });
    this.signal = signal;
    this.window = window;
  }

  /** Whatever fails first ends the others; nothing is under way afterwards. */
  async toItsEnd(): Promise<void> {
    const { runtime } = this.tools;
    const stops = [runtime.every(ADAPTED_EVERY, () => this.window.adapt()), runtime.every(TOLD_EVERY, this.tell())];
    const left = shuffle(
      this.parts.stored.slices.filter(({ done }) => !done),
      () => runtime.random(),
    ).values();
    const reader = async () => {
      for (const slice of left) await this.write(slice);
    };
    try {
      await this.together(Array.from({ length: READERS }, reader));
    } finally {
      for (const end of stops) end();
    }
  }

  private async together(work: readonly Promise<void>[]): Promise<void> {
    const stopping = work.map((one) =>
      one.catch((error: unknown) => {
        this.stop.abort(error);
        throw error;
      }),
    );
    await Promise.allSettled(stopping);
    // The first failure is the reason: the later ones are the abort that it caused.
    if (this.signal.aborted) throw this.signal.reason as Error;
  }

  /** Reading is tried again from the last row that is written. */
  private async write(slice: Slice): Promise<void> {
    const { runtime } = this.tools;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.writeFrom(slice);
      } catch (error) {
        if (!(error instanceof ReadProblem)) throw error;
        if (attempt > this.parts.backfill.retries) throw error.cause;
        await runtime.delay(pauseAfter(attempt, runtime.random()), this.signal);
      }
    }
  }

  private async writeFrom(slice: Slice): Promise<void> {
    const { source, backfill } = this.parts;
    const rows = source.rowsOf(slice);
    for (let isLast = false; !isLast;) {
      const page = await pageOf(rows, backfill.pageSize);
      isLast = page.length < backfill.pageSize;
      await this.together(page.map((row) => this.handler.handle(slice, row)));
      slice.token = page.at(-1)?.token ?? slice.token;
      slice.done = isLast;
      await this.note(slice);
    }
  }

  private async note(slice: Slice): Promise<void> {
    const now = this.tools.runtime.monotonic();
    if (!slice.done && now - (this.notedAt.get(slice) ?? -Infinity) < NOTED_EVERY) return;
    this.notedAt.set(slice, now);
    await this.parts.state.checkpoint(slice);
  }

  private tell(): () => void {
    const { runtime, report } = this.tools;
    const { stored, backfill } = this.parts;
    const [from, since, before] = [shareCovered(stored.slices), runtime.monotonic(), resultOf(stored).rows];
    return () => {
      const elapsed = runtime.monotonic() - since;
      const { share, remaining } = estimateProgress(stored.slices, { from, elapsed, paused: false });
      const { rows, dead } = resultOf(stored);
      const perSecond = Math.round(((rows - before) * 1_000) / elapsed);
      const inFlight = this.window.writing;
      report({ kind: 'backfill-progress', name: backfill.name, share, rows, perSecond, remaining, inFlight, dead });
    };
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
