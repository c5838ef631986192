/**
 * A text as a TypeScript string, in the quotes that it needs to escape less. No character of it can end the string, nor
 * the line: names in a database may hold anything.
 */
export function quoteString(text: string): string {
  const double = JSON.stringify(text).replaceAll(/[\u2028\u2029]/g, escapeUnicode);
  if (count(text, "'") > count(text, '"')) return double;
  return `'${double.slice(1, -1).replaceAll(/\\.|'/g, (part) => REQUOTED[part] ?? part)}'`;
}

/** The same in the quotes that prettier prefers where it is not configured. */
export function quoteAsPrettier(text: string): string {
  if (count(text, '"') > count(text, "'")) return quoteString(text);
  return JSON.stringify(text).replaceAll(/[\u2028\u2029]/g, escapeUnicode);
}

const REQUOTED: Readonly<Record<string, string>> = { '\\"': '"', "'": "\\'" };

const count = (text: string, character: string) => text.split(character).length - 1;

const escapeUnicode = (character: string) => `\\u${character.charCodeAt(0).toString(16)}`;
