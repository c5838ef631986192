import { readAlteredItems, readRenames } from '../../cql/altered-names.js';
import type { DdlStatement } from '../../cql/classify-statement.js';
import { readColumnDefinition } from '../../cql/column-definition.js';
import { readDataStatements } from '../../cql/data-statement.js';
import { readIndexedColumn } from '../../cql/index-definition.js';
import { identifierOf } from '../../cql/qualified-name.js';
import { readTableDefinition } from '../../cql/table-definition.js';
import { isKeyword, type Token } from '../../lexer/tokenize.js';
import type { GrowingSchema } from './growing-schema.js';
import { indexKeyOf, isGuarded } from './index-key.js';
import { keyOf, mayBe, UNKNOWN_TABLE, type KnownIndex, type KnownTable } from './known-schema.js';
import type { LintStatement } from './lint-migration.js';

export interface Place {
  /** The migration, as people call it. */
  readonly origin: string;
  /** Keyspace of unqualified names, if known. */
  readonly keyspace: string | undefined;
}

/** Adds what is known once a statement took effect. */
export function learnFrom(schema: GrowingSchema, statement: LintStatement, place: Place): void {
  const { class: ddl } = statement;
  if (ddl.kind !== 'ddl') return;
  const key = keyOfChanged(ddl, statement, schema, place);
  if (key !== undefined) EFFECTS[`${ddl.verb} ${ddl.object}`]?.({ schema, statement, ddl, place, key });
}

function keyOfChanged(
  ddl: DdlStatement,
  { tokens }: LintStatement,
  { indexes }: GrowingSchema,
  { keyspace }: Place,
): string | undefined {
  if (ddl.object === 'index') return indexKeyOf(ddl, tokens, { indexes, keyspace });
  return ddl.name && keyOf(ddl.name, keyspace);
}

interface Change {
  readonly schema: GrowingSchema;
  readonly statement: LintStatement;
  readonly ddl: DdlStatement;
  readonly place: Place;
  /** The name of what is changed. */
  readonly key: string;
}

const EFFECTS: Readonly<Record<string, (change: Change) => void>> = {
  'CREATE table': createTable,
  'ALTER table': alterTable,
  'DROP table': dropTable,
  'CREATE index': createIndex,
  'DROP index': ({ schema, key, place }) => schema.indexes.drop(key, place.keyspace),
  'CREATE materialized view': createView,
  'DROP materialized view': ({ schema, key, place }) => schema.views.drop(key, place.keyspace),
  'CREATE type': ({ schema, key, place }) => schema.types.set(key, place.origin),
  'DROP type': ({ schema, key, place }) => schema.types.drop(key, place.keyspace),
  'DROP keyspace': dropKeyspace,
};

function createTable({ schema, statement, place, key }: Change): void {
  if (schema.tables.has(key)) return;
  const { columns, partitionKey, clusteringKey } = readTableDefinition(statement.tokens);
  schema.tables.set(key, {
    origin: place.origin,
    columns: new Map(columns.map((column) => [column.name, column])),
    partitionKey,
    clusteringKey,
    dropped: new Map(),
  });
  schema.gone.drop(key, place.keyspace);
}

function dropTable({ schema, place, key }: Change): void {
  schema.indexes.deleteWhere((_, { table }) => mayBe(table, key, place.keyspace));
  schema.tables.drop(key, place.keyspace);
  schema.gone.set(key, place.origin);
}

/** Everything in it goes; of the target keyspace, everything with a bare name. */
function dropKeyspace({ schema, ddl, place }: Change): void {
  const dropped = ddl.name?.name ?? '';
  const isIn = (key: string) => (dropped === place.keyspace ? !key.includes('.') : key.startsWith(`${dropped}.`));
  const { tables, types, indexes, views, gone } = schema;
  for (const map of [tables, types, indexes, views, gone]) map.deleteWhere(isIn);
}

function alterTable({ schema, statement, ddl, place, key }: Change): void {
  const table = schema.tables.get(key) ?? UNKNOWN_TABLE;
  const altered = alter(table, statement, { action: ddl.action, origin: place.origin });
  if (altered !== table) schema.tables.set(key, altered);
}

interface Alteration {
  readonly action: DdlStatement['action'];
  readonly origin: string;
}

function alter(table: KnownTable, { tokens }: LintStatement, { action, origin }: Alteration): KnownTable {
  if (action === 'add') {
    const added = readAlteredItems(tokens, 'ADD').flatMap((item) => readColumnDefinition(item) ?? []);
    return { ...table, columns: new Map([...table.columns, ...added.map((column) => [column.name, column] as const)]) };
  }
  if (action === 'drop') {
    const names = readAlteredItems(tokens, 'DROP').flatMap(([token]) => identifierOf(token) ?? []);
    const dropped = names.map((name) => [name, { origin, column: table.columns.get(name) }] as const);
    const columns = new Map([...table.columns].filter(([name]) => !names.includes(name)));
    return { ...table, columns, dropped: new Map([...table.dropped, ...dropped]) };
  }
  return action === 'rename' ? renameColumns(table, tokens) : table;
}

function renameColumns(table: KnownTable, tokens: readonly Token[]): KnownTable {
  const { present, absent } = readRenames(tokens);
  const renamed = (name: string) => present[absent.indexOf(name)] ?? name;
  return {
    ...table,
    columns: new Map([...table.columns].map(([name, column]) => [renamed(name), { ...column, name: renamed(name) }])),
    partitionKey: table.partitionKey.map(renamed),
    clusteringKey: table.clusteringKey.map(renamed),
  };
}

function createIndex({ schema, statement: { tokens }, ddl, place, key }: Change): void {
  if (!ddl.on || schema.indexes.has(key)) return;
  const index = { table: keyOf(ddl.on, place.keyspace), column: readIndexedColumn(tokens), origin: place.origin };
  const isSame = ({ table, column }: KnownIndex) => table === index.table && column === index.column;
  if (!ddl.name && isGuarded(tokens) && [...schema.indexes.values()].some(isSame)) return;
  schema.indexes.set(key, index);
}

function createView({ schema, statement, place, key }: Change): void {
  const as = statement.tokens.findIndex((token) => isKeyword(token, 'AS'));
  const base = readDataStatements(statement.tokens.slice(as + 1))[0]?.table;
  if (base && !schema.views.has(key))
    schema.views.set(key, { base: keyOf(base, place.keyspace), origin: place.origin });
}
