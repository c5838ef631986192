import { estimateProgress, shareCovered } from '../core/backfill/estimate-progress.js';
import type { Report } from '../core/progress/progress.js';
import type { Runtime } from '../session/runtime.js';
import type { BackfillResult } from './backfill-options.js';
import type { Slice } from './range-rows.js';

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
  const [from, since, before] = [shareCovered(subject.slices), runtime.monotonic(), subject.result.rows];
  return runtime.every(TOLD_EVERY, () => {
    const elapsed = runtime.monotonic() - since;
    const { inFlight, paused } = subject;
    const { share, remaining } = estimateProgress(subject.slices, { from, elapsed, paused });
    const { rows, dead } = subject.result;
    const perSecond = Math.round(((rows - before) * 1_000) / elapsed);
    report({ kind: 'backfill-progress', name, share, rows, perSecond, remaining, inFlight, dead, paused });
  });
}
