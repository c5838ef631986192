import { estimateProgress, shareCovered, type RangeProgress } from '../core/backfill/estimate-progress.js';
import type { Report } from '../core/progress/progress.js';
import type { Runtime } from '../session/runtime.js';
import type { BackfillResult } from './backfill-options.js';
import type { Slice } from './slice.js';

/** Milliseconds. */
const TOLD_EVERY = 1_000;

/** Work on a backfill, as far as its progress is told. */
export interface Subject {
  readonly slices: readonly Slice[];
  readonly result: BackfillResult;
  readonly inFlight: number;
  readonly paused: boolean;
}

export interface Telling {
  readonly name: string;
  readonly report: Report;
  readonly runtime: Pick<Runtime, 'monotonic' | 'every'>;
}

/** Reports how far work on a backfill has come, until the function that it returns is called. */
export function tellProgress({ name, report, runtime }: Telling, subject: Subject): () => void {
  const figuresOf = figuresFrom(runtime, { slices: subject.slices, rows: subject.result.rows });
  return runtime.every(TOLD_EVERY, () => {
    const { slices, result, inFlight, paused } = subject;
    const figures = figuresOf({ slices, rows: result.rows }, paused);
    report({ kind: 'backfill-progress', name, ...figures, inFlight, dead: result.dead, paused });
  });
}

/** Reports how far a comparison has come, until the function that it returns is called. */
export function tellVerification({ name, report, runtime }: Telling, amount: () => Amount): () => void {
  const figuresOf = figuresFrom(runtime, amount());
  return runtime.every(TOLD_EVERY, () =>
    report({ kind: 'verification-progress', name, ...figuresOf(amount(), false) }),
  );
}

/** Amount of work that is done. */
interface Amount {
  readonly slices: readonly RangeProgress[];
  readonly rows: number;
}

function figuresFrom(runtime: Telling['runtime'], first: Amount) {
  const [from, since] = [shareCovered(first.slices), runtime.monotonic()];
  return ({ slices, rows }: Amount, paused: boolean) => {
    const elapsed = runtime.monotonic() - since;
    const perSecond = Math.round(((rows - first.rows) * 1_000) / elapsed);
    return { ...estimateProgress(slices, { from, elapsed, paused }), rows, perSecond };
  };
}
