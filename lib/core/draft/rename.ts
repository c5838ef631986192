import { sameCqlType } from '../model/cql-type.js';
import { quoteName, quoteTypeName } from '../model/identifier.js';
import { keyColumns, type SchemaModel, type TableModel } from '../model/schema-model.js';
import { renderCreateIndex } from '../render/render-index.js';

/** A key column or a field with a new name; nothing else can be renamed. */
export interface Rename {
  /** The table or type. */
  readonly of: string;
  readonly from: string;
  readonly to: string;
}

export const reversed = ({ of, from, to }: Rename): Rename => ({ of, from: to, to: from });

/** Reads `products.at=created_at`; `undefined` where the text is no rename. */
export function parseRename(text: string): Rename | undefined {
  const { of, from, to } = /^(?<of>[^.=]+)\.(?<from>[^.=]+)=(?<to>[^.=]+)$/.exec(text)?.groups ?? {};
  return of !== undefined && from !== undefined && to !== undefined ? { of, from, to } : undefined;
}

/** Whether Cassandra can rename it: a column of the key, or a field of a user type. */
export function isPossible({ of, from }: Rename, { tables, types }: SchemaModel): boolean {
  const table = tables.find(({ name }) => name === of);
  if (table) return keyColumns(table).includes(from);
  return types.some(({ name, fields }) => name === of && fields.some((field) => field.name === from));
}

/** The statements of a rename; an index on the column goes first and comes back. */
export function renderRename(
  { of, from, to }: Rename,
  { tables }: SchemaModel,
  keyspace: string | undefined,
): readonly string[] {
  const prefix = keyspace === undefined ? '' : `${quoteName(keyspace)}.`;
  const table = tables.find(({ name }) => name === of);
  if (!table) return [`ALTER TYPE ${prefix}${quoteTypeName(of)} RENAME ${quoteName(from)} TO ${quoteName(to)}`];
  const indexes = table.indexes.filter(({ column }) => column === from);
  return [
    ...indexes.map(({ name }) => `DROP INDEX ${prefix}${quoteName(name)}`),
    `ALTER TABLE ${prefix}${quoteName(of)} RENAME ${quoteName(from)} TO ${quoteName(to)}`,
    ...indexes.map((index) => renderCreateIndex({ ...index, column: to }, of, prefix)),
  ];
}

/** The renames that would explain keys which differ in the names of their columns alone. */
export function likelyRenames(before: SchemaModel, desired: SchemaModel): readonly Rename[] {
  return before.tables.flatMap((table) => keyRenames(table.name, before, desired));
}

function keyRenames(of: string, before: SchemaModel, desired: SchemaModel): readonly Rename[] {
  const [from, to] = [before, desired].map(({ tables }) => tables.find(({ name }) => name === of));
  if (!from || !to || from.partitionKey.length !== to.partitionKey.length) return [];
  const [old, wanted] = [keyColumns(from), keyColumns(to)];
  if (old.length !== wanted.length) return [];
  const pairs = old.map((name, position) => [name, wanted[position] ?? name] as const);
  const different = pairs.filter(([a, b]) => a !== b);
  const isMoved = different.some(([a, b]) => wanted.includes(a) || old.includes(b) || !isSameColumn(from, a, to, b));
  return isMoved ? [] : different.map(([a, b]) => ({ of, from: a, to: b }));
}

function isSameColumn(from: TableModel, a: string, to: TableModel, b: string): boolean {
  const [old, wanted] = [from.columns.find(({ name }) => name === a), to.columns.find(({ name }) => name === b)];
  return old !== undefined && wanted !== undefined && sameCqlType(old.type, wanted.type);
}
