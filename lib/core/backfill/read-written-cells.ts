import { clauseOf, readDataStatements, type DataStatement } from '../cql/data-statement.js';
import { identifierOf } from '../cql/qualified-name.js';
import { isKey, type CopyColumn, type CopyTable } from '../copy/plan-copy.js';
import { isComma, splitAt, within } from '../lexer/token-list.js';
import { isKeyword, keywordOf, significantTokens, unquote, type Token } from '../lexer/tokenize.js';
import { quoteName } from '../model/identifier.js';

/** A value of a write: the parameter at a place, or a literal. */
export type Term = { readonly parameter: number } | { readonly value: string | null };

/** A cell that a write sets, or a set or map that it adds to. */
export interface WrittenCell {
  readonly column: CopyColumn;
  readonly term: Term;
  readonly how: 'is' | 'has';
}

/** How to see whether a write has taken effect. */
export interface WrittenCells {
  readonly kind: 'cells';
  /** Reads the row that is written: the columns of the cells, or of the key where there are none. */
  readonly select: string;
  /** Places of the parameters of the write that the SELECT takes, in order. */
  readonly parameters: readonly number[];
  readonly cells: readonly WrittenCell[];
  readonly row: 'exists' | 'may exist' | 'is gone';
}

export type ReadCells = WrittenCells | { readonly kind: 'unknown'; readonly reason: string };

/** Reads which cells of a table one INSERT, UPDATE or DELETE leaves behind; a write of another form is not known. */
export function readWrittenCells(cql: string, table: CopyTable): ReadCells {
  const [write] = readDataStatements(significantTokens(cql));
  if (!write?.table || write.verb === 'SELECT') return unknown('it is no write');
  const { tokens } = write;
  const using = clauseOf(tokens, 'USING', 'SET');
  if (using.some((token) => isKeyword(token, 'TTL'))) return unknown('its values may have expired');
  const place = places(tokens);
  const { keyspace, name } = write.table;
  const from = keyspace === undefined ? quoteName(name) : `${quoteName(keyspace)}.${quoteName(name)}`;
  const found = READERS[write.verb]({ cql, tokens, place, table });
  if (typeof found === 'string') return unknown(found);
  const { where, ...rest } = found;
  const named = rest.cells.length > 0 ? rest.cells.map(({ column }) => column) : table.columns.filter(isKey);
  const columns = [...new Set(named.map((column) => quoteName(column.name)))].join(', ');
  const select = `SELECT ${columns} FROM ${from} WHERE ${where} LIMIT 1`;
  return { kind: 'cells', select, ...rest };
}

const unknown = (reason: string) => ({ kind: 'unknown', reason }) as const;

interface Write {
  readonly cql: string;
  readonly tokens: readonly Token[];
  readonly place: (token: Token) => number;
  readonly table: CopyTable;
}

/** The cells of a write, or the reason why they are not known. */
type Found = (Omit<WrittenCells, 'kind' | 'select'> & { readonly where: string }) | string;

const READERS: Readonly<Record<Exclude<DataStatement['verb'], 'SELECT'>, (write: Write) => Found>> = {
  INSERT: inserted,
  UPDATE: updated,
  DELETE: deleted,
};

/** The place of each bind marker among all of them. */
function places(tokens: readonly Token[]): (token: Token) => number {
  const markers = tokens.filter(isMarker);
  return (token) => markers.indexOf(token);
}

function inserted({ cql, tokens, place, table }: Write): Found {
  const itemsAt = (open: number) => splitAt(within(tokens, open), isComma);
  const values = itemsAt(tokens.findIndex((token) => isKeyword(token, 'VALUES')) + 1);
  if (values.length === 0) return 'it has no VALUES';
  const names = itemsAt(tokens.findIndex(({ text }) => text === '('));
  const terms = new Map(names.map(([name], index) => [identifierOf(name) ?? '', values[index] ?? []]));
  const keys = table.columns.filter((column) => isKey(column) && terms.has(column.name));
  const ofKeys = keys.map(({ name }) => terms.get(name) ?? []);
  const cells = [...terms].flatMap(([name, value]) =>
    keys.some((key) => key.name === name) ? [] : [cellOf(table, name, { value, place, how: 'is' })],
  );
  return checked(cells, {
    where: keys.map(({ name }, index) => `${quoteName(name)} = ${textOf(cql, ofKeys[index] ?? [])}`).join(' AND '),
    parameters: ofKeys.flat().filter(isMarker).map(place),
    row: 'exists',
  });
}

function updated(write: Write): Found {
  const { tokens, place, table } = write;
  if (!isOfOneRow(tokens)) return 'it is about several rows';
  const cells = splitAt(clauseOf(tokens, 'SET', 'WHERE'), isComma).map(([name, equals, ...value]) => {
    const column = identifierOf(name) ?? '';
    if (equals?.text !== '=') return 'it sets a part of a value';
    const isSum = value.length > 2 && identifierOf(value[0]) === column && value[1]?.text === '+';
    const given = isSum ? { value: value.slice(2), how: 'has' as const } : { value, how: 'is' as const };
    return cellOf(table, column, { ...given, place });
  });
  return checked(cells, { ...whereOf(write), row: 'may exist' });
}

function deleted(write: Write): Found {
  const { tokens, table } = write;
  const names = splitAt(clauseOf(tokens, 'DELETE', 'FROM'), isComma);
  if (names.length === 0) return checked([], { ...whereOf(write), row: 'is gone' });
  if (!isOfOneRow(tokens)) return 'it is about several rows';
  const cells = names.map(([name, ...more]) => {
    if (more.length > 0) return 'it deletes a part of a value';
    const column = table.columns.find((known) => known.name === identifierOf(name));
    return column ? ({ column, term: { value: null }, how: 'is' } as const) : `there is no column ${name?.text}`;
  });
  return checked(cells, { ...whereOf(write), row: 'may exist' });
}

function isOfOneRow(tokens: readonly Token[]): boolean {
  return clauseOf(tokens, 'WHERE').every((token) => !['<', '>', 'IN'].includes(keywordOf(token) || token.text));
}

function checked(cells: readonly (WrittenCell | string)[], rest: Omit<Exclude<Found, string>, 'cells'>): Found {
  const reason = cells.find((cell) => typeof cell === 'string');
  return reason ?? { ...rest, cells: cells.filter((cell) => typeof cell !== 'string') };
}

/** The condition of a write as it is written, and its parameters. */
function whereOf({ cql, tokens, place }: Write) {
  const where = clauseOf(tokens, 'WHERE');
  return { where: textOf(cql, where), parameters: where.filter(isMarker).map(place) };
}

const textOf = (cql: string, tokens: readonly Token[]) => cql.slice(tokens[0]?.start, tokens.at(-1)?.end);

interface Given extends Pick<Write, 'place'> {
  readonly value: readonly Token[];
  readonly how: WrittenCell['how'];
}

function cellOf(table: CopyTable, name: string, { value, place, how }: Given): WrittenCell | string {
  const column = table.columns.find((known) => known.name === name);
  if (!column) return `${table.name} has no column ${name}`;
  if (how === 'has' && column.type.kind !== 'set' && column.type.kind !== 'map') return 'it adds to a value';
  const term = termOf(value, place);
  return term ? { column, term, how } : `the value of ${name} is an expression`;
}

function termOf([first, ...more]: readonly Token[], place: Write['place']): Term | undefined {
  if (!first) return undefined;
  const [only] = more;
  if (first.text === '-' && more.length === 1 && only?.kind === 'number') return { value: `-${only.text}` };
  if (more.length > 0) return undefined;
  return isMarker(first) ? { parameter: place(first) } : literalOf(first);
}

function literalOf(token: Token): Term | undefined {
  if (isKeyword(token, 'NULL')) return { value: null };
  if (token.kind === 'string') return { value: unquote(token.text) };
  const isPlain = token.kind === 'number' || token.kind === 'uuid' || ['TRUE', 'FALSE'].includes(keywordOf(token));
  return isPlain ? { value: token.text } : undefined;
}

const isMarker = ({ text }: Token) => text === '?';
