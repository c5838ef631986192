import { visible } from '../text/visible.js';
import type { Box, BoxRow } from './diagram.js';
import { SIZES } from './geometry.js';
import { marksOf } from './marks.js';
import { clipText, textWidth } from './text-width.js';

/** Texts of a box as they fit into it. */
export interface BoxText {
  readonly title: string;
  readonly kind: string;
  readonly rows: readonly RowText[];
  /** Horizontal position of the names. */
  readonly indent: number;
}

export interface RowText {
  readonly marks: string;
  readonly name: string;
  readonly type: string;
}

/** Width that the box would like to have. */
export function wantedWidth(box: Box): number {
  const rows = box.rows.map(({ name, type }) => indentOf(box) + width(name) + SIZES.between + width(type));
  const head = SIZES.padding + width(box.name) + SIZES.between + width(box.kind);
  return Math.ceil(Math.max(head, ...rows) + SIZES.padding);
}

export function boxText(box: Box, boxWidth: number): BoxText {
  const indent = indentOf(box);
  const room = boxWidth - indent - SIZES.padding - SIZES.between;
  const headRoom = boxWidth - 2 * SIZES.padding - SIZES.between - width(box.kind);
  return {
    title: clip(box.name, headRoom),
    kind: box.kind,
    rows: box.rows.map((row) => rowText(row, room)),
    indent,
  };
}

/** The type is clipped first, the name only where it takes more than most of the room. */
function rowText(row: BoxRow, room: number): RowText {
  const name = clip(row.name, Math.max(room - width(row.type), room * NAME_SHARE));
  return { marks: marksOf(row), name, type: clip(row.type, room - width(name)) };
}

const NAME_SHARE = 0.6;

function indentOf({ rows }: Box): number {
  const widest = Math.max(0, ...rows.map((row) => width(marksOf(row))));
  return SIZES.padding + (widest === 0 ? 0 : widest + SIZES.padding);
}

const width = (text: string) => textWidth(visible(text), SIZES.font);
const clip = (text: string, room: number) => clipText(visible(text), SIZES.font, room);
