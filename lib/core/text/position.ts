/** Position in a text, as editors count: from 1, and a byte order mark takes no column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Reads the lines of the text once; what it returns turns an offset into a position. */
export function positionsIn(text: string): (offset: number) => Position {
  const lineStarts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n?|\n/g)) lineStarts.push(index + lineBreak.length);
  return (offset) => {
    const line = countUpTo(lineStarts, offset);
    return { line, column: offset - (lineStarts[line - 1] ?? 0) + 1 };
  };
}

/** How many of the ascending numbers are not above the limit; at least 1. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 1;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
