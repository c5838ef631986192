import { stripVTControlCharacters } from 'node:util';

/** Rows as lines whose columns stand below each other, colours or not. Empty columns at the end take no room. */
export function alignColumns(rows: readonly (readonly string[])[], gap = '  '): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) =>
      Array.from({ length: Math.max(widest.length, row.length) }, (_, index) =>
        Math.max(widest[index] ?? 0, visibleLength(row[index] ?? '')),
      ),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => padEnd(cell, widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

/** Pads like `String.padEnd`, without counting colour codes. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleLength(text)));
}

/** Cuts what has no colours to so many characters, the last one an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Every line of a text, moved to the right. */
export function indent(text: string, by = '  '): string {
  return text.replaceAll(/^(?=.)/gm, by);
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
