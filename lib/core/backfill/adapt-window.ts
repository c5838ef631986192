/** Writes in flight at a time. */
export interface WindowBounds {
  readonly most: number;
  /** Milliseconds below which 9 of 10 writes are to be answered; without one only overload makes the window smaller. */
  readonly latency?: number | undefined;
}

/** Outcome of the writes of a moment. */
export interface Observation {
  /** Milliseconds of each write that was acknowledged. */
  readonly latencies: readonly number[];
  /** Writes that timed out, or that a server refused because it was busy. */
  readonly overloads: number;
}

const FEWEST = 4;
/** Fewer writes than this say nothing about the time they take. */
const SAMPLE = 20;
const GROWTH = 0.25;
const SLIGHT = 0.9;
const SHARP = 0.5;

/** Size of the window for the next moment: it grows by a quarter, and is halved where a server is overloaded. */
export function adaptWindow(size: number, { latencies, overloads }: Observation, bounds: WindowBounds): number {
  const { most, latency } = bounds;
  const bounded = (wanted: number) => Math.min(most, Math.max(Math.min(FEWEST, most), Math.floor(wanted)));
  if (overloads > 0) return bounded(size * SHARP);
  if (latencies.length < SAMPLE) return bounded(size);
  const slow = latency === undefined ? 0 : percentile(latencies, 0.9) / latency;
  if (slow > 2) return bounded(size * SHARP);
  if (slow > 1) return bounded(size * SLIGHT);
  return bounded(size + Math.max(FEWEST, size * GROWTH));
}

/** The value below which that share of the values lies; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/** Milliseconds to wait before an attempt is repeated, from the first on; `random` is from 0 to 1, so that writers spread. */
export function pauseAfter(attempt: number, random: number): number {
  return random * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1));
}

/** Milliseconds of nothing but such failures after which a backfill stops. */
export const GIVE_UP_AFTER = 60_000;
