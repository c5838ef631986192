/**
 * Characters that a terminal or a log obeys instead of showing: control characters (C0, DEL, C1), line separators, and
 * the marks that reorder text.
 */
const OBEYED = String.raw`\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069`;

const ANY = new RegExp(`[${OBEYED}]`, 'g');
const IN_LINES = new RegExp(String.raw`\r\n|\n|\t|[${OBEYED}]`, 'g');
/** Line breaks, tabs and colours stay: they are the layout that coodie itself has made. */
// oxlint-disable-next-line no-control-regex -- escape sequences are the subject here
const IN_LAYOUT = new RegExp(String.raw`\n|\t|\u001B\[\d{1,3}(?:;\d{1,3})*m|[${OBEYED}]`, 'g');

const SHORT: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/** A value from a database or a file, on one line, as it may be shown to people: `\x1b` and `\n` instead of the characters. */
export function visible(text: string): string {
  return text.replaceAll(ANY, escaped);
}

/** The same for a text of several lines, such as a statement or a message: line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replaceAll(IN_LINES, (found) => (found === '\r\n' ? '\n' : isBlank(found) ? found : escaped(found)));
}

/** The last look at a finished text: nothing but line breaks, tabs and, where there are any, colours is obeyed. */
export function visibleLayout(text: string, hasColours: boolean): string {
  return text.replaceAll(IN_LAYOUT, (found) => {
    const isColour = found.length > 1;
    return isBlank(found) || (isColour && hasColours) ? found : escaped(found);
  });
}

/** A statement as it is written, but for a line break in a quoted name: it would break the line as nothing else does. */
export function visibleStatement(cql: string): string {
  return visibleLines(cql.replaceAll(QUOTED, (quoted) => (quoted.startsWith('"') ? visible(quoted) : quoted)));
}

const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;

/** A statement on one line. */
export function onOneLine(cql: string): string {
  return visible(cql.replaceAll(/\s+/g, ' ').trim());
}

/** JSON that a terminal shows as it is: the same value, with every character escaped that a terminal would obey. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(ANY, (found) =>
    found === '\n' ? found : unicodeEscape(found),
  );
}

const isBlank = (text: string) => text === '\n' || text === '\t';

/** Each character by its code; of a sequence, the first is enough to make it harmless. */
function escaped(text: string): string {
  return (SHORT[text.charAt(0)] ?? codeEscape(text)) + text.slice(1);
}

function codeEscape(text: string): string {
  const code = text.charCodeAt(0);
  return code < 0x100 ? String.raw`\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(text);
}

const unicodeEscape = (text: string) => String.raw`\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`;

const LONGEST = 60;

/** An untrusted value in a few words, for the end of a sentence: `not "x"`. Never throws and never prints a whole object. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
