import { wantedWidth } from './box-text.js';
import type { Box, Diagram } from './diagram.js';
import { SIZES, type Column, type PlacedBox } from './geometry.js';
import { lanesOf } from './lanes.js';
import { routeLinks, type Route } from './route-links.js';

/** A diagram with positions. Nothing in it overlaps. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  readonly routes: readonly Route[];
}

/** Lanes side by side: types, each right of those that it uses, then tables, then views. A long lane has several columns. */
export function layOut({ boxes, links }: Diagram): Layout {
  const lanes = lanesOf(boxes, links).map((lane) => ({ lane, width: widthOf(lane) }));
  const limit = heightLimit(lanes);
  const columns = placeColumns(
    lanes.flatMap(({ lane, width }) => wrapped(lane, limit).map((part) => ({ part, width }))),
  );
  const placed = columns.flatMap((column) => column.boxes);
  const right = Math.max(0, ...columns.map(({ x, width }) => x + width));
  const bottom = Math.max(0, ...placed.map(({ y, height }) => y + height));
  return {
    width: right + SIZES.margin,
    height: bottom + SIZES.margin,
    columns,
    routes: routeLinks(columns, links),
  };
}

export function heightOf({ rows }: Box): number {
  return SIZES.head + rows.length * SIZES.row + SIZES.foot;
}

function widthOf(lane: readonly Box[]): number {
  return Math.min(SIZES.widest, Math.max(SIZES.narrowest, ...lane.map(wantedWidth)));
}

/** The height at which the whole is somewhat wider than high. */
function heightLimit(lanes: readonly { readonly lane: readonly Box[]; readonly width: number }[]): number {
  const tallest = Math.max(LEAST_HEIGHT, ...lanes.flatMap(({ lane }) => lane.map(heightOf)));
  const area = lanes
    .map(({ lane, width }) => lane.reduce((sum, box) => sum + heightOf(box) + SIZES.gap, 0) * (width + SIZES.gutter))
    .reduce((sum, part) => sum + part, 0);
  return Math.max(tallest, Math.sqrt(area / PROPORTION));
}

const LEAST_HEIGHT = 560;
const PROPORTION = 1.4;

function wrapped(lane: readonly Box[], limit: number): readonly (readonly Box[])[] {
  const columns: Box[][] = [];
  let height = Number.POSITIVE_INFINITY;
  for (const box of lane) {
    if (height + heightOf(box) > limit) {
      columns.push([]);
      height = 0;
    }
    columns.at(-1)?.push(box);
    height += heightOf(box) + SIZES.gap;
  }
  return columns;
}

function placeColumns(parts: readonly { readonly part: readonly Box[]; readonly width: number }[]): readonly Column[] {
  let x: number = SIZES.margin;
  return parts.map(({ part, width }) => {
    const column = { x, width, boxes: stacked(part, x, width) };
    x += width + SIZES.gutter;
    return column;
  });
}

function stacked(boxes: readonly Box[], x: number, width: number): readonly PlacedBox[] {
  let y: number = SIZES.margin;
  return boxes.map((box) => {
    const placed = { box, x, y, width, height: heightOf(box) };
    y += placed.height + SIZES.gap;
    return placed;
  });
}
