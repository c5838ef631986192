import { maskSecrets } from './mask-secrets.js';

const LONGEST = 1_000;

/** A statement as messages show it: without its secrets, and cut where it is long; its length is given then. */
export function shownStatement(cql: string): string {
  return shownText(maskSecrets(cql));
}

/** A text as messages show it. */
export function shownText(text: string): string {
  if (text.length <= LONGEST) return text;
  // No half of a character that UTF-16 writes as a pair.
  const start = text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '');
  return `${start}… (${text.length.toLocaleString('en')} characters)`;
}
