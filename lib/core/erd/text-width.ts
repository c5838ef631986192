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
  let end = 0;
  const beyond = characters.findIndex((character) => (end += widthOf(character)) > left);
  return `${characters.slice(0, Math.max(0, beyond)).join('')}…`;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return NARROW.some(([from, to]) => from <= code && code <= to) ? CELL : 2 * CELL;
}
