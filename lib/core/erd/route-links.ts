import type { Link } from './diagram.js';
import { SIZES, type Column, type PlacedBox } from './geometry.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The way of a link: between the points of a leg it turns, in a gutter; from leg to leg it goes straight, between the boxes
 * of a column. The last leg ends at the box that is linked to.
 */
export interface Route {
  readonly link: Link;
  readonly legs: readonly (readonly [from: Point, to: Point])[];
}

/** Routes that touch no box but the two that they link. */
export function routeLinks(columns: readonly Column[], links: readonly Link[]): readonly Route[] {
  const places = new Map(
    columns.flatMap((column, at) => column.boxes.map((placed) => [placed.box.id, { placed, at }])),
  );
  const gaps = new Gaps(columns);
  return links.flatMap((link) => {
    const [from, to] = [places.get(link.from), places.get(link.to)];
    if (!from || !to || from === to) return [];
    return [{ link, legs: legsOf(from, to, gaps) }];
  });
}

interface Place {
  readonly placed: PlacedBox;
  /** The number of its column. */
  readonly at: number;
}

function legsOf(from: Place, to: Place, gaps: Gaps): Route['legs'] {
  const isLeftward = to.at <= from.at;
  const start = { x: sideOf(from.placed, isLeftward ? 'left' : 'right'), y: doorOf(from.placed) };
  const end = { x: sideOf(to.placed, isLeftward && to.at < from.at ? 'right' : 'left'), y: doorOf(to.placed) };
  const passed = isLeftward ? between(to.at, from.at).toReversed() : between(from.at, to.at);
  const crossings = passed.map((at, index) => {
    const y = gaps.near(at, start.y + ((end.y - start.y) * (index + 1)) / (passed.length + 1));
    const { x, width } = gaps.columns[at] ?? { x: 0, width: 0 };
    const [left, right] = [
      { x, y },
      { x: x + width, y },
    ];
    return isLeftward ? ([right, left] as const) : ([left, right] as const);
  });
  const entries = [...crossings.map(([entry]) => entry), end];
  const exits = [start, ...crossings.map(([, exit]) => exit)];
  return exits.flatMap((exit, index) => {
    const entry = entries[index];
    return entry ? [[exit, entry] as const] : [];
  });
}

const sideOf = ({ x, width }: PlacedBox, side: 'left' | 'right') => (side === 'left' ? x : x + width);
const doorOf = ({ y }: PlacedBox) => y + SIZES.head / 2;
const between = (low: number, high: number) =>
  Array.from({ length: Math.max(0, high - low - 1) }, (_, i) => low + 1 + i);

/** The free places above, between and below the boxes of the columns. Links through one of them stand side by side. */
class Gaps {
  private readonly used = new Map<string, number>();

  constructor(readonly columns: readonly Column[]) {}

  near(at: number, wanted: number): number {
    const boxes = this.columns[at]?.boxes ?? [];
    const middles = [SIZES.margin - SIZES.gap / 2, ...boxes.map(({ y, height }) => y + height + SIZES.gap / 2)];
    const middle = middles.reduce((best, y) => (Math.abs(y - wanted) < Math.abs(best - wanted) ? y : best));
    return middle + this.offset(`${at}:${middle}`);
  }

  /** 0, 3, -3, 6, -6 …, and again from 0. */
  private offset(gap: string): number {
    const count = this.used.get(gap) ?? 0;
    this.used.set(gap, count + 1);
    const step = Math.ceil((count % LINES) / 2) * STEP;
    return count % 2 === 0 ? -step : step;
  }
}

const STEP = 3;
const LINES = 7;
