import { within } from '../lexer/token-list.js';
import { isKeyword, keywordOf, unquote, type Token } from '../lexer/tokenize.js';
import { identifierOf } from './qualified-name.js';
import { readLiteral, readOptions } from './statement-options.js';

/** An index as a CREATE INDEX writes it down. */
export interface IndexDefinition {
  readonly column: string;
  /** KEYS, VALUES, ENTRIES or FULL in lower case, where one is written. */
  readonly target: string | undefined;
  readonly using: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/** Reads the significant tokens of a CREATE INDEX; `undefined` where they name no column. */
export function readIndexDefinition(tokens: readonly Token[]): IndexDefinition | undefined {
  const open = tokens.findIndex(({ text }) => text === '(');
  const target = within(tokens, open);
  const isFunction = target[1]?.text === '(';
  const column = identifierOf(isFunction ? target[2] : target[0]);
  if (column === undefined) return undefined;
  const options = readLiteral(readOptions(tokens).get('options') ?? []);
  return {
    column,
    target: isFunction ? keywordOf(target[0]).toLowerCase() : undefined,
    using: classIn(tokens, open),
    options: typeof options === 'object' ? options : {},
  };
}

function classIn(tokens: readonly Token[], from: number): string | undefined {
  const using = tokens.findIndex((token, index) => index > from && isKeyword(token, 'USING'));
  const name = tokens[using + 1];
  if (using < 0 || !name) return undefined;
  return name.kind === 'string' ? unquote(name.text) : name.text;
}

/** The first column of `CREATE INDEX … ON t (column)`, or of `(keys(column))`. */
export function readIndexedColumn(tokens: readonly Token[]): string | undefined {
  const open = tokens.findIndex(({ text }) => text === '(');
  if (open < 0) return undefined;
  return identifierOf(tokens[tokens[open + 2]?.text === '(' ? open + 3 : open + 1]);
}
