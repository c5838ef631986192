import { identifierOf, readName, type QualifiedName } from './qualified-name.js';
import { isKeyword, isSignificant, keywordOf, tokenize, type Token } from './tokenize.js';

/** What the values of a statement's markers belong to. */
export interface Bindings {
  readonly table: QualifiedName | undefined;
  /** For each `?`, in order: the column that it is given to or compared with, where that is plain to see. */
  readonly columns: readonly (string | undefined)[];
}

/** Reads which column each bind marker of a SELECT, INSERT, UPDATE or DELETE stands for. */
export function readBindings(cql: string): Bindings {
  const tokens = tokenize(cql).filter(isSignificant);
  return {
    table: tableOf(tokens),
    columns: isKeyword(tokens[0], 'INSERT') ? insertedColumns(tokens) : comparedColumns(tokens),
  };
}

const BEFORE_TABLE: Readonly<Record<string, string>> = { INSERT: 'INTO', SELECT: 'FROM', DELETE: 'FROM' };

function tableOf(tokens: readonly Token[]): QualifiedName | undefined {
  const verb = keywordOf(tokens[0]);
  if (verb === 'UPDATE') return readName(tokens, 1).name;
  const before = BEFORE_TABLE[verb];
  return before === undefined
    ? undefined
    : readName(tokens, tokens.findIndex((token) => isKeyword(token, before)) + 1).name;
}

/** `(a, b, c) VALUES (?, now(), ?)`: the first marker is a's, the second c's. */
function insertedColumns(tokens: readonly Token[]): readonly (string | undefined)[] {
  const names = itemsAfter(
    tokens,
    tokens.findIndex(({ text }) => text === '('),
  );
  const values = itemsAfter(tokens, tokens.findIndex((token) => isKeyword(token, 'VALUES')) + 1);
  const inValues = values.flatMap((item, index) =>
    item.filter(isMarker).map(() => (item.length === 1 ? identifierOf(names[index]?.[0]) : undefined)),
  );
  const all = tokens.filter(isMarker).length;
  return [...inValues, ...Array.from({ length: all - inValues.length }, () => undefined)];
}

/** The items of the parenthesis at `start`, split at its own commas. */
function itemsAfter(tokens: readonly Token[], start: number): readonly (readonly Token[])[] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(start)) {
    if (OPENING.has(token.text)) depth += 1;
    if (CLOSING.has(token.text)) depth -= 1;
    if (depth === 0) return items;
    if (depth === 1 && token.text === ',') items.push([]);
    else if (!(depth === 1 && token.text === '(')) items.at(-1)?.push(token);
  }
  return items;
}

const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);

/** `column = ?`, as in SET and WHERE. */
function comparedColumns(tokens: readonly Token[]): readonly (string | undefined)[] {
  return tokens.flatMap((token, index) => {
    if (!isMarker(token)) return [];
    return [tokens[index - 1]?.text === '=' ? identifierOf(tokens[index - 2]) : undefined];
  });
}

const isMarker = ({ text }: Token) => text === '?';
