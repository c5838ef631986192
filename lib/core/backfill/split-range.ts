import { splitRange, type TokenRange } from './token-range.js';

/** A range with its place among those of a backfill. */
export interface PlacedRange {
  readonly position: number;
  readonly range: TokenRange;
}

/** A thousandth of a range that a backfill was begun with is small enough: what cannot be read then is one partition. */
const MOST_HALVINGS = 10;

/**
 * The two halves of a range whose rows cannot be read at once. `begun` is the number of ranges that the backfill began with;
 * each half has a position of its own, that no other range has, and is cut by the bounds alone: whoever splits a range gets
 * the same halves. Undefined for one that is small enough.
 */
export function halvesOf({ position, range }: PlacedRange, begun: number): readonly PlacedRange[] | undefined {
  if (halvings(position, begun) >= MOST_HALVINGS) return undefined;
  const halves = splitRange(range, 2);
  if (halves.length < 2) return undefined;
  return halves.map((half, index) => ({ position: begun + 2 * position + index, range: half }));
}

/** Number of times that a range was cut: positions from 0 were begun with, the next twice as many are their halves. */
export function halvings(position: number, begun: number): number {
  let [times, most] = [0, begun];
  while (position >= most) {
    most = 2 * most + begun;
    times += 1;
  }
  return times;
}
