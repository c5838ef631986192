/** Widths of characters in a monospaced typeface, as parts of the font size: one cell, or two for wide characters. */
const CELL = 0.602;

/**
 * Ranges of characters that take one cell: Latin, Greek, Cyrillic and their marks, punctuation, arrows. All others are
 * taken for wide, because a fallback typeface may draw them so.
 */
const NARROW: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x58f],
  [0x1e00, 0x1fff],
  [0x2010, 0x2027],
  [0x2190, 0x21ff],
];

/** Width of a text in units of the font size. */
export function textWidth(text: string, fontSize: number): number {
  return Array.from(text).reduce((width, character) => width + widthOf(character), 0) * fontSize;
}

/** The text, or as much of its beginning as fits, and an ellipsis. */
export function clipText(text: string, fontSize: number, room: number): string {
  if (textWidth(text, fontSize) <= room) return text;
  const left = room / fontSize - CELL;
  const characters = Array.from(text);
  const ends = characters.reduce<readonly number[]>((sums, it) => [...sums, (sums.at(-1) ?? 0) + widthOf(it)], []);
  return `${characters.slice(0, ends.filter((end) => end <= left).length).join('')}…`;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return NARROW.some(([from, to]) => from <= code && code <= to) ? CELL : 2 * CELL;
}
