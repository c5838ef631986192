import { readDataStatements } from './data-statement.js';
import { identifierOf, type QualifiedName } from './qualified-name.js';
import { isComma, splitAt, within } from '../lexer/token-list.js';
import { significantTokens, isKeyword, type Token } from '../lexer/tokenize.js';

/** Columns that the markers of a statement are bound to. */
export interface Bindings {
  readonly table: QualifiedName | undefined;
  /** For each `?`, in order: the column that it is given to or compared with, where that is plain to see. */
  readonly columns: readonly (string | undefined)[];
}

/** Reads which column each bind marker of a SELECT, INSERT, UPDATE or DELETE stands for. */
export function readBindings(cql: string): Bindings {
  const tokens = significantTokens(cql);
  return {
    table: readDataStatements(tokens)[0]?.table,
    columns: isKeyword(tokens[0], 'INSERT') ? insertedColumns(tokens) : comparedColumns(tokens),
  };
}

/** `(a, b, c) VALUES (?, now(), ?)`: the first marker is a's, the second c's. */
function insertedColumns(tokens: readonly Token[]): readonly (string | undefined)[] {
  const itemsAt = (open: number) => splitAt(within(tokens, open), isComma);
  const names = itemsAt(tokens.findIndex(({ text }) => text === '('));
  const values = itemsAt(tokens.findIndex((token) => isKeyword(token, 'VALUES')) + 1);
  const inValues = values.flatMap((item, index) =>
    item.filter(isMarker).map(() => (item.length === 1 ? identifierOf(names[index]?.[0]) : undefined)),
  );
  const all = tokens.filter(isMarker).length;
  return [...inValues, ...Array.from({ length: all - inValues.length }, () => undefined)];
}

/** `column = ?`, as in SET and WHERE. */
function comparedColumns(tokens: readonly Token[]): readonly (string | undefined)[] {
  return tokens.flatMap((token, index) => {
    if (!isMarker(token)) return [];
    return [tokens[index - 1]?.text === '=' ? identifierOf(tokens[index - 2]) : undefined];
  });
}

const isMarker = ({ text }: Token) => text === '?';
