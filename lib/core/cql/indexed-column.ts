import { identifierOf } from './qualified-name.js';
import type { Token } from '../lexer/tokenize.js';

/** The first column of `CREATE INDEX … ON t (column)`, or of `(keys(column))`. */
export function readIndexedColumn(tokens: readonly Token[]): string | undefined {
  const open = tokens.findIndex(({ text }) => text === '(');
  if (open < 0) return undefined;
  return identifierOf(tokens[tokens[open + 2]?.text === '(' ? open + 3 : open + 1]);
}
