import { readAlteredItems, readRenames } from '../cql/altered-names.js';
import type { DdlStatement } from '../cql/classify-statement.js';
import { readColumnDefinition } from '../cql/column-definition.js';
import { readDataStatements } from '../cql/data-statement.js';
import { readIndexedColumn } from '../cql/indexed-column.js';
import { identifierOf } from '../cql/qualified-name.js';
import { readTableDefinition } from '../cql/table-definition.js';
import { isKeyword } from '../cql/tokenize.js';
import { keyOf, UNKNOWN_TABLE, type KnownSchema, type KnownTable } from './known-schema.js';
import type { LintStatement } from './lint-migration.js';

export interface Place {
  /** The migration, as people call it. */
  readonly origin: string;
  /** What bare names mean, where that is known. */
  readonly keyspace: string | undefined;
}

/** What is known once a statement took effect. */
export function learnFrom(schema: KnownSchema, statement: LintStatement, place: Place): KnownSchema {
  const { class: ddl } = statement;
  if (ddl.kind !== 'ddl' || !ddl.name) return schema;
  const change: Change = { schema, statement, ddl, place, key: keyOf(ddl.name, place.keyspace) };
  return EFFECTS[`${ddl.verb} ${ddl.object}`]?.(change) ?? schema;
}

interface Change {
  readonly schema: KnownSchema;
  readonly statement: LintStatement;
  readonly ddl: DdlStatement;
  readonly place: Place;
  /** The name of what is changed. */
  readonly key: string;
}

const EFFECTS: Readonly<Record<string, (change: Change) => KnownSchema>> = {
  'CREATE table': createTable,
  'ALTER table': alterTable,
  'DROP table': dropTable,
  'CREATE index': createIndex,
  'DROP index': ({ schema, key }) => ({ ...schema, indexes: without(schema.indexes, key) }),
  'CREATE materialized view': createView,
  'DROP materialized view': ({ schema, key }) => ({ ...schema, views: without(schema.views, key) }),
  'CREATE type': ({ schema, key, place }) => ({ ...schema, types: withEntry(schema.types, key, place.origin) }),
  'DROP type': ({ schema, key }) => ({ ...schema, types: without(schema.types, key) }),
};

function createTable({ schema, statement, place, key }: Change): KnownSchema {
  if (schema.tables.has(key)) return schema;
  const { columns, partitionKey, clusteringKey } = readTableDefinition(statement.tokens);
  const table: KnownTable = {
    origin: place.origin,
    columns: new Map(columns.map((column) => [column.name, column])),
    partitionKey,
    clusteringKey,
    dropped: new Map(),
  };
  return { ...schema, tables: withEntry(schema.tables, key, table), gone: without(schema.gone, key) };
}

function dropTable({ schema, place, key }: Change): KnownSchema {
  const indexes = new Map([...schema.indexes].filter(([, { table }]) => table !== key));
  return { ...schema, indexes, tables: without(schema.tables, key), gone: withEntry(schema.gone, key, place.origin) };
}

function alterTable({ schema, statement, ddl, place, key }: Change): KnownSchema {
  const table = schema.tables.get(key) ?? UNKNOWN_TABLE;
  const altered = alter(table, statement, { action: ddl.action, origin: place.origin });
  return altered === table ? schema : { ...schema, tables: withEntry(schema.tables, key, altered) };
}

interface Alteration {
  readonly action: DdlStatement['action'];
  readonly origin: string;
}

function alter(table: KnownTable, { cql, tokens }: LintStatement, { action, origin }: Alteration): KnownTable {
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
  return action === 'rename' ? renameColumns(table, cql) : table;
}

function renameColumns(table: KnownTable, cql: string): KnownTable {
  const { present, absent } = readRenames(cql);
  const renamed = (name: string) => present[absent.indexOf(name)] ?? name;
  return {
    ...table,
    columns: new Map([...table.columns].map(([name, column]) => [renamed(name), { ...column, name: renamed(name) }])),
    partitionKey: table.partitionKey.map(renamed),
    clusteringKey: table.clusteringKey.map(renamed),
  };
}

function createIndex({ schema, statement: { tokens }, ddl, place, key }: Change): KnownSchema {
  if (!ddl.on || schema.indexes.has(key)) return schema;
  const index = { table: keyOf(ddl.on, place.keyspace), column: readIndexedColumn(tokens), origin: place.origin };
  return { ...schema, indexes: withEntry(schema.indexes, key, index) };
}

function createView({ schema, statement, place, key }: Change): KnownSchema {
  const as = statement.tokens.findIndex((token) => isKeyword(token, 'AS'));
  const base = readDataStatements(statement.tokens.slice(as + 1))[0]?.table;
  if (!base || schema.views.has(key)) return schema;
  const view = { base: keyOf(base, place.keyspace), origin: place.origin };
  return { ...schema, views: withEntry(schema.views, key, view) };
}

function withEntry<T>(map: ReadonlyMap<string, T>, key: string, value: T): ReadonlyMap<string, T> {
  return new Map([...map, [key, value]]);
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([name]) => name !== key));
}
