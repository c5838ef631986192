import { Markup, markup } from '../text/markup.js';
import { boxText, type RowText } from './box-text.js';
import type { Box, BoxRow, Diagram } from './diagram.js';
import { SIZES, type PlacedBox } from './geometry.js';
import { layOut, type Layout } from './layout.js';
import { describeMarks, LEGEND } from './marks.js';
import type { Point, Route } from './route-links.js';
import { STYLE } from './svg-style.js';
import { textWidth } from './text-width.js';

/** The diagram as an SVG document. */
export function renderSvg(diagram: Diagram): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svgElement(diagram).text}\n`;
}

/** The diagram as an element of a page, which may have the legend as its own text. */
export function svgElement(diagram: Diagram, legend: 'with legend' | 'without legend' = 'with legend'): Markup {
  const layout = layOut(diagram);
  const { width, height } = legend === 'with legend' ? sizeOf(layout) : layout;
  const foot =
    legend === 'with legend'
      ? markup`<text class="legend" x="${SIZES.margin}" y="${height - SIZES.padding}">${LEGEND}</text>`
      : '';
  const empty =
    diagram.boxes.length === 0 ? markup`<text x="${SIZES.margin}" y="${SIZES.margin}">No tables.</text>` : '';
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="erd" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${labelOf(diagram)}">
<style>${new Markup(STYLE)}</style>
<rect class="ground" width="${width}" height="${height}"/>
${empty}${layout.routes.map(path)}${layout.columns.map(({ boxes }) => boxes.map(group))}${foot}
</svg>`;
}

function labelOf({ keyspace, boxes }: Diagram): string {
  const count = (kind: Box['kind']) => boxes.filter((box) => box.kind === kind).length;
  return `Diagram of ${keyspace}: ${count('table')} tables, ${count('view')} views, ${count('type')} types`;
}

function sizeOf({ width, height }: Layout): { readonly width: number; readonly height: number } {
  const legend = Math.ceil(textWidth(LEGEND, SIZES.font)) + 2 * SIZES.margin;
  return { width: Math.max(width, legend), height: Math.max(height, 2 * SIZES.margin) + SIZES.row };
}

function path({ link, legs }: Route): Markup {
  const [[start] = [undefined]] = legs;
  const [, end] = legs.at(-1) ?? [];
  if (!start || !end) return markup``;
  const curves = legs.map(([from, to], index) => `${index === 0 ? '' : `L${at(from)}`}${curve(from, to)}`);
  return markup`<path class="${link.kind}" d="M${at(start)}${curves}${arrow(end, start)}"/>\n`;
}

/** Leaves and arrives horizontally, and stays between the two in both directions. */
function curve(from: Point, to: Point): string {
  const isLoop = from.x === to.x;
  const middle = isLoop ? from.x - SIZES.gutter / 3 : (from.x + to.x) / 2;
  return `C${middle} ${from.y} ${middle} ${to.y} ${at(to)}`;
}

function arrow(end: Point, start: Point): string {
  const back = end.x < start.x ? ARROW : -ARROW;
  return `M${end.x + back} ${end.y - ARROW / 2}L${at(end)}L${end.x + back} ${end.y + ARROW / 2}`;
}

const ARROW = 7;
const at = ({ x, y }: Point) => `${x} ${y}`;

/** A box is an image of its own, so that nothing of it can be drawn outside. */
function group({ box, x, y, width, height }: PlacedBox): Markup {
  const text = boxText(box, width);
  const rows = box.rows.map((row, index) => rowGroup(row, text.rows[index], { index, indent: text.indent, width }));
  return markup`<svg class="box ${box.kind}" x="${x}" y="${y}" width="${width}" height="${height}"><title>${titleOf(box)}</title><rect class="body" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="4"/><rect class="head" x="0.5" y="0.5" width="${width - 1}" height="${SIZES.head}" rx="4"/><text class="name" x="${SIZES.padding}" y="${BASE}">${text.title}</text><text class="kind" x="${width - SIZES.padding}" y="${BASE}">${text.kind}</text>${rows}</svg>\n`;
}

const BASE = 17;

function titleOf({ kind, name, of, comment }: Box): string {
  const head = of === undefined ? `${kind} ${name}` : `${kind} ${name} of ${of}`;
  return comment === undefined ? head : `${head}: ${comment}`;
}

interface Place {
  readonly index: number;
  readonly indent: number;
  readonly width: number;
}

function rowGroup(row: BoxRow, text: RowText | undefined, { index, indent, width }: Place): Markup {
  const y = SIZES.head + BASE + index * SIZES.row;
  const marks = text?.marks ? markup`<text class="marks" x="${SIZES.padding}" y="${y}">${text.marks}</text>` : '';
  return markup`<g><title>${[`${row.name} ${row.type}`, describeMarks(row)].filter(Boolean).join('; ')}</title>${marks}<text x="${indent}" y="${y}">${text?.name}</text><text class="type" x="${width - SIZES.padding}" y="${y}">${text?.type}</text></g>`;
}
