import { widthOf, type TokenRange } from './token-range.js';

/** How far the rows of a range are written. */
export interface RangeProgress {
  readonly range: TokenRange;
  /** Last token whose rows are written; undefined before the first page. */
  readonly token?: bigint | undefined;
  readonly done: boolean;
}

/** Estimate of a backfill that is under way. */
export interface ProgressEstimate {
  /** Tokens that are covered, from 0 to 1: exactly 1 only when every range is done. */
  readonly share: number;
  /** Milliseconds that are left at the speed so far; undefined while that cannot be told. */
  readonly remaining: number | undefined;
}

/** Speed of this run: a pause, or an earlier run, says nothing about it. */
export interface Pace {
  /** The share that was covered when this run began, or was resumed. */
  readonly from: number;
  /** Milliseconds since then. */
  readonly elapsed: number;
  readonly paused: boolean;
}

const PARTS = 1_000_000n;

/** Share of the tokens that are covered; 1 for no ranges at all. */
export function shareCovered(ranges: readonly RangeProgress[]): number {
  if (ranges.every(({ done }) => done)) return 1;
  const whole = ranges.reduce((sum, { range }) => sum + widthOf(range), 0n);
  const covered = ranges.reduce((sum, progress) => sum + coveredIn(progress), 0n);
  const parts = whole === 0n ? 0n : (covered * PARTS) / whole;
  return Number(parts < PARTS ? parts : PARTS - 1n) / Number(PARTS);
}

export function estimateProgress(ranges: readonly RangeProgress[], { from, elapsed, paused }: Pace): ProgressEstimate {
  const share = shareCovered(ranges);
  const gained = share - from;
  if (share === 1) return { share, remaining: 0 };
  if (paused || gained <= 0 || elapsed <= 0) return { share, remaining: undefined };
  return { share, remaining: (elapsed * (1 - share)) / gained };
}

function coveredIn({ range, token, done }: RangeProgress): bigint {
  if (done) return widthOf(range);
  if (token === undefined || token <= range.start) return 0n;
  return (token < range.end ? token : range.end) - range.start;
}
