import { MAX_TOKEN, MIN_TOKEN, rangesOfRing, splitRange, widthOf, type TokenRange } from './token-range.js';

/** Estimated size of a table; the servers may not know it. */
export interface TableSize {
  readonly bytes?: number | undefined;
  readonly rows?: number | undefined;
}

const BYTES_IN_RANGE = 10_000_000;
const ROWS_IN_RANGE = 10_000;
const FEWEST = 16;
const MOST = 10_000;
/** Number of ranges of a table whose size is not known. */
export const UNKNOWN_SIZE = 64;

/** Number of ranges that suits a table: enough to resume at, and not so many that reading empty ones costs time. */
export function countRanges({ bytes = 0, rows = 0 }: TableSize): number {
  const wanted = Math.ceil(Math.max(bytes / BYTES_IN_RANGE, rows / ROWS_IN_RANGE));
  return wanted > 0 ? Math.min(MOST, Math.max(FEWEST, wanted)) : UNKNOWN_SIZE;
}

/**
 * Ranges of about equal width that cover every token once. Each lies between two neighbours of the ring, so that one set of
 * replicas has all its rows; a ring of more tokens than `count` gives as many ranges as it has.
 */
export function planRanges(ring: readonly bigint[], count = UNKNOWN_SIZE): readonly TokenRange[] {
  const whole = MAX_TOKEN - MIN_TOKEN;
  return rangesOfRing(ring).flatMap((range) => splitRange(range, partsOf(widthOf(range), whole, count)));
}

/** The share of the ring that a range has, of all ranges, rounded. */
function partsOf(width: bigint, whole: bigint, count: number): number {
  return Number((2n * width * BigInt(count) + whole) / (2n * whole));
}

/**
 * The items in a random order: neighbours in the ring are often on the same host, and would load one host after the other.
 * `random` answers numbers from 0 (inclusive) to 1 (exclusive).
 */
export function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
