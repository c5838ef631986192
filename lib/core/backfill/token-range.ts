/** Tokens of the Murmur3 partitioner after `start`, up to and including `end`. */
export interface TokenRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** No partition has this token: the partitioner gives such a one the greatest token instead. */
export const MIN_TOKEN = -(2n ** 63n);
export const MAX_TOKEN = 2n ** 63n - 1n;

/** Number of tokens in a range. */
export function widthOf({ start, end }: TokenRange): bigint {
  return end - start;
}

/**
 * Ranges between the tokens of the ring, in order. The one that wraps around is cut at the end of the ring, because no
 * condition on `token()` can select it. A ring without tokens is one range.
 */
export function rangesOfRing(tokens: readonly bigint[]): readonly TokenRange[] {
  const cuts = [...new Set([MIN_TOKEN, ...tokens, MAX_TOKEN])].toSorted((a, b) => (a < b ? -1 : 1));
  return cuts.slice(1).map((end, index) => ({ start: cuts[index] ?? MIN_TOKEN, end }));
}

/** Cuts a range into that many of equal width, or into fewer where it has fewer tokens; none of them is empty. */
export function splitRange({ start, end }: TokenRange, parts: number): readonly TokenRange[] {
  const width = end - start;
  if (width <= 0n) return [];
  const wanted = BigInt(Math.max(1, Math.floor(parts)));
  const count = wanted < width ? wanted : width;
  const cutAt = (index: number) => start + (width * BigInt(index)) / count;
  return Array.from({ length: Number(count) }, (_, index) => ({ start: cutAt(index), end: cutAt(index + 1) }));
}

/**
 * Part of a range that is left after the rows up to a token were written. The token itself is read again, because a page
 * may end within its partition. Undefined where the token is not in the range.
 */
export function rangeFrom(range: TokenRange, token: bigint): TokenRange | undefined {
  const isWithin = token > range.start && token <= range.end;
  return isWithin ? { start: token - 1n, end: range.end } : undefined;
}

/** Whether ranges, which may overlap, leave no token out. */
export function coverEveryToken(ranges: readonly TokenRange[]): boolean {
  const sorted = ranges.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  let covered = MIN_TOKEN;
  for (const { start, end } of sorted) {
    if (start > covered) return false;
    if (end > covered) covered = end;
  }
  return covered === MAX_TOKEN;
}
