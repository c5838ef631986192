import type { Box } from './diagram.js';

/** Sizes of a drawn diagram, in pixels. */
export const SIZES = {
  font: 12,
  row: 18,
  head: 26,
  foot: 8,
  padding: 10,
  /** Between name and type, at least. */
  between: 14,
  /** Between boxes of one column. */
  gap: 28,
  /** Between columns: links turn there. */
  gutter: 64,
  margin: 24,
  narrowest: 200,
  widest: 400,
} as const;

/** Boxes of one width, one above the other. */
export interface Column {
  readonly x: number;
  readonly width: number;
  readonly boxes: readonly PlacedBox[];
}

export interface PlacedBox {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
