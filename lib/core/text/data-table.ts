import { markup, type Content, type Markup } from './markup.js';

export interface DataTable {
  readonly label: string;
  readonly headings: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Content[])[];
}

/**
 * A table in a frame of its own that scrolls. On a narrow screen the style puts the cells of a row below each other, each
 * with its heading; the roles say that it is a table all the same.
 */
export function dataTable({ label, headings, rows }: DataTable): Markup {
  return markup`<div class="wide" role="region" aria-label="${label}" tabindex="0"><table role="table"><thead role="rowgroup"><tr role="row">${headings.map(heading)}</tr></thead><tbody role="rowgroup">
${rows.map((cells) => row(cells, headings))}</tbody></table></div>`;
}

const heading = (text: string) => markup`<th scope="col" role="columnheader">${text}</th>`;

function row([first, ...others]: readonly Content[], [, ...headings]: readonly string[]): Markup {
  const cells = others.map((cell, index) => markup`<td role="cell" data-label="${headings[index]}">${cell}</td>`);
  return markup`<tr role="row"><th scope="row" role="rowheader">${first}</th>${cells}</tr>
`;
}
