import type { RangeProgress } from '../core/backfill/estimate-progress.js';
import type { TokenRange } from '../core/backfill/token-range.js';
import type { Report } from '../core/progress/progress.js';
import type { Runtime } from '../session/runtime.js';
import { CommonEnd } from './common-end.js';
import { PatientReads, type ReadingTools } from './patient-reads.js';
import { tellVerification } from './tell-progress.js';

/** Circumstances of a comparison. */
export interface ComparisonTools extends ReadingTools {
  readonly runtime: ReadingTools['runtime'] & Pick<Runtime, 'every'>;
  readonly report: Report;
}

/** One reading of a token range, and the sum of its rows so far. */
export class Pass<T extends { readonly rows: number }> implements RangeProgress {
  token: bigint | undefined;
  done = false;

  constructor(
    readonly range: TokenRange,
    public sum: T,
  ) {}

  /** Notes the sum of all rows up to a token. */
  readonly reached = (token: bigint, sum: T): void => {
    this.token = token;
    this.sum = sum;
    this.done = token === this.range.end;
  };
}

/** Passes that are under way at a time. */
export const READERS = 4;

/** Makes every pass, some at a time, and tells how far they are. The first failure ends the others, and is thrown. */
export async function inPasses<T extends { readonly rows: number }>(
  passes: readonly Pass<T>[],
  tools: ComparisonTools,
  work: (pass: Pass<T>, reads: PatientReads) => Promise<unknown>,
): Promise<void> {
  const end = new CommonEnd(tools.signal);
  const reads = new PatientReads({ ...tools, signal: end.signal });
  const rows = () => passes.reduce((sum, pass) => sum + pass.sum.rows, 0);
  const stopTelling = tellVerification(tools, () => ({ slices: passes, rows: rows() }));
  try {
    await end.each(passes, READERS, async (pass) => void (await work(pass, reads)));
  } finally {
    stopTelling();
  }
}
