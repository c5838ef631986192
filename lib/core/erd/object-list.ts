import { dataTable } from '../text/data-table.js';
import { markup, type Content, type Markup } from '../text/markup.js';
import type { Box, BoxRow, Diagram } from './diagram.js';
import { describeMarks } from './marks.js';

/** Everything in the diagram as tables of text, for readers who search the page, use a screen reader, or cannot see the image. */
export function objectList({ boxes }: Diagram): Markup {
  return markup`<div class="objects">${boxes.toSorted(byKind).map(section)}</div>
`;
}

const KINDS: readonly Box['kind'][] = ['table', 'view', 'type'];
const byKind = (a: Box, b: Box) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);

function section({ kind, name, of, comment, rows }: Box): Markup {
  const what = of === undefined ? kind : `view of ${of}`;
  const note = comment === undefined ? '' : markup`<p>${comment}</p>`;
  return markup`<details><summary><b>${name}</b> <span class="quiet">${what}, ${count(rows.length, kind)}</span></summary>${note}
${dataTable({ label: `${FIELD[kind]}s of ${kind} ${name}`, headings: [FIELD[kind], 'Type', 'Role'], rows: rows.map(line) })}</details>
`;
}

const FIELD: Readonly<Record<Box['kind'], string>> = { type: 'Field', table: 'Column', view: 'Column' };

function count(number: number, kind: Box['kind']): string {
  return `${number} ${FIELD[kind].toLowerCase()}${number === 1 ? '' : 's'}`;
}

function line(row: BoxRow): readonly Content[] {
  return [row.name, markup`<code>${row.type}</code>`, describeMarks(row)];
}
