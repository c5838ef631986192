import { markup, type Markup } from '../text/markup.js';
import { visible } from '../text/visible.js';
import type { Box, BoxRow, Diagram, Link } from './diagram.js';
import { marksOf } from './marks.js';

/** The diagram as text for Graphviz. */
export function renderDot({ keyspace, boxes, links }: Diagram): string {
  return `${[
    `digraph ${quoted(keyspace)} {`,
    '  graph [rankdir=RL, ranksep=1, nodesep=0.4]',
    '  node [shape=plain, fontname="monospace", fontsize=11]',
    '  edge [color="#64748b"]',
    ...boxes.map((box) => `  ${quoted(box.id)} [label=<${table(box).text}>, tooltip=${quoted(tooltipOf(box))}]`),
    ...links.map(edge),
    '}',
  ].join('\n')}\n`;
}

const FILLS: Readonly<Record<Box['kind'], string>> = { type: '#ede9fe', table: '#dbeafe', view: '#dcfce7' };

function table({ kind, name, rows }: Box): Markup {
  return markup`<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0"><TR><TD COLSPAN="3" BGCOLOR="${FILLS[kind]}"><B>${visible(name)}</B> ${kind}</TD></TR>${rows.map(line)}</TABLE>`;
}

function line(row: BoxRow): Markup {
  return markup`<TR><TD>${marksOf(row)}</TD><TD ALIGN="LEFT">${visible(row.name)}</TD><TD ALIGN="LEFT">${visible(row.type)}</TD></TR>`;
}

function tooltipOf({ kind, name, comment }: Box): string {
  return comment === undefined ? `${kind} ${name}` : `${kind} ${name}: ${comment}`;
}

function edge({ kind, from, to, by }: Link): string {
  const attributes = kind === 'of' ? 'style=dashed' : `tooltip=${quoted(by.join(', '))}`;
  return `  ${quoted(from)} -> ${quoted(to)} [${attributes}]`;
}

/** In quotes, Graphviz takes a backslash before anything but a quote or a backslash for an escape of its own. */
function quoted(text: string): string {
  return `"${visible(text).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
