import { readAlteredItems, readColumnNames, readRenames } from '../cql/altered-names.js';
import { type ColumnDefinition, readColumnDefinition } from '../cql/column-definition.js';
import { readTableDefinition } from '../cql/table-definition.js';
import {
  type ColumnModel,
  COMPACT_STORAGE,
  keyColumns,
  type SchemaModel,
  type TableModel,
} from '../model/schema-model.js';
import { andThen, type Effect, exists, inUse, isContradiction, missing, type Subject } from './contradiction.js';
import { renameInViews, renameKeyColumns } from './rename-columns.js';
import { isPartConditional, type SchemaStatement } from './replay-statement.js';
import { clusteringOf, hasCompactStorage, optionsNamed, optionsOfNew } from './statement-options.js';
import { withoutUserTypes } from './without-user-types.js';

const table = (name: string, part?: string): Subject => ({ kind: 'table', name, part });
const view = (name: string): Subject => ({ kind: 'materialized view', name });

export function createTable(
  schema: SchemaModel,
  { name, tokens, isConditional }: SchemaStatement,
): Effect<SchemaModel> {
  if (schema.tables.some((other) => other.name === name)) return isConditional ? schema : exists(table(name));
  if (schema.views.some((other) => other.name === name)) return exists(view(name));
  const { columns, partitionKey, clusteringKey } = readTableDefinition(tokens);
  const read = columnsOf(name, columns);
  if (isContradiction(read)) return read;
  const created: TableModel = {
    name,
    columns: read,
    partitionKey,
    clusteringKey: clusteringOf(clusteringKey, tokens),
    indexes: [],
    options: optionsOfNew(optionsNamed(tokens)),
    droppedColumns: [],
    unmanaged: hasCompactStorage(tokens) ? [COMPACT_STORAGE] : [],
  };
  return { ...schema, tables: [...schema.tables, created] };
}

export function dropTable(schema: SchemaModel, { name, isConditional }: SchemaStatement): Effect<SchemaModel> {
  if (!schema.tables.some((other) => other.name === name)) return isConditional ? schema : missing(table(name));
  const user = schema.views.find(({ baseTable }) => baseTable === name);
  if (user) return inUse(table(name), view(user.name));
  return { ...schema, tables: schema.tables.filter((other) => other.name !== name) };
}

export function alterTable(schema: SchemaModel, statement: SchemaStatement): Effect<SchemaModel> {
  const { name, isConditional, class: ddl } = statement;
  const altered = schema.tables.find((other) => other.name === name);
  if (!altered) return isConditional ? schema : missing(table(name));
  if (ddl.action === 'rename') return renameColumns(schema, altered, statement);
  return andThen(alter(schema, altered, statement), (after) => withTable(schema, after));
}

function alter(schema: SchemaModel, before: TableModel, statement: SchemaStatement): Effect<TableModel> {
  switch (statement.class.action) {
    case 'add':
      return addColumns(before, statement);
    case 'drop':
      return dropColumns(schema, before, statement);
    case 'with':
      return { ...before, options: { ...before.options, ...optionsNamed(statement.tokens) } };
    case 'drop-compact-storage':
      return { ...before, unmanaged: before.unmanaged.filter((reason) => reason !== COMPACT_STORAGE) };
    case 'alter':
      return { problem: 'not-allowed', subject: table(before.name) };
    case 'rename':
    case undefined:
      return before;
  }
}

function addColumns(before: TableModel, { tokens }: SchemaStatement): Effect<TableModel> {
  const definitions = readAlteredItems(tokens, 'ADD').flatMap((item) => readColumnDefinition(item) ?? []);
  const has = ({ name }: ColumnDefinition) => before.columns.some((column) => column.name === name);
  const taken = definitions.find(has);
  if (taken && !isPartConditional(tokens, 'ADD')) return exists(table(before.name, taken.name));
  const added = columnsOf(
    before.name,
    definitions.filter((definition) => !has(definition)),
  );
  if (isContradiction(added)) return added;
  const isAgain = ({ name }: { readonly name: string }) => added.some((column) => column.name === name);
  const droppedColumns = before.droppedColumns.filter((column) => !isAgain(column));
  return { ...before, columns: [...before.columns, ...added], droppedColumns };
}

function dropColumns(schema: SchemaModel, before: TableModel, { tokens }: SchemaStatement): Effect<TableModel> {
  const names = readColumnNames(tokens, 'DROP');
  const unknown = names.find((name) => !before.columns.some((column) => column.name === name));
  if (unknown !== undefined && !isPartConditional(tokens, 'DROP')) return missing(table(before.name, unknown));
  const [name = ''] = names;
  const user = schema.views.find(({ baseTable }) => baseTable === before.name);
  if (user) return inUse(table(before.name, name), view(user.name));
  const key = names.find((dropped) => keyColumns(before).includes(dropped));
  if (key !== undefined) return { problem: 'not-allowed', subject: table(before.name, key) };
  const index = before.indexes.find(({ column }) => names.includes(column));
  if (index) return inUse(table(before.name, index.column), { kind: 'index', name: index.name });
  return withoutColumns(schema, before, names);
}

/** The server keeps what a dropped column was, with every user type as a tuple of its fields. */
function withoutColumns(schema: SchemaModel, before: TableModel, names: readonly string[]): TableModel {
  const isDropped = ({ name }: ColumnModel) => names.includes(name);
  const dropped = before.columns
    .filter(isDropped)
    .map((column) => ({ ...column, type: withoutUserTypes(column.type, schema.types) }));
  return {
    ...before,
    columns: before.columns.filter((column) => !isDropped(column)),
    // A column that DROP IF EXISTS does not find may have been dropped before, and stays so.
    droppedColumns: [
      ...before.droppedColumns.filter(({ name }) => !dropped.some((it) => it.name === name)),
      ...dropped,
    ],
  };
}

function renameColumns(schema: SchemaModel, before: TableModel, { tokens }: SchemaStatement): Effect<SchemaModel> {
  const { absent: from, present: to } = readRenames(tokens);
  const subject = (name: string) => table(before.name, name);
  const has = (name: string) => before.columns.some((column) => column.name === name);
  const unknown = from.find((name) => !has(name));
  if (unknown !== undefined) return isPartConditional(tokens, 'RENAME') ? schema : missing(subject(unknown));
  const taken = to.find(has);
  if (taken !== undefined) return exists(subject(taken));
  const noKey = from.find((name) => !keyColumns(before).includes(name));
  if (noKey !== undefined) return { problem: 'not-allowed', subject: subject(noKey) };
  const index = before.indexes.find(({ column }) => from.includes(column));
  if (index) return inUse(subject(index.column), { kind: 'index', name: index.name });
  const names = new Map(from.map((name, position) => [name, to[position] ?? name]));
  return renameInViews(withTable(schema, renameKeyColumns(before, names)), before.name, names);
}

function columnsOf(name: string, definitions: readonly ColumnDefinition[]): Effect<readonly ColumnModel[]> {
  const unread = definitions.find(({ type }) => type === undefined);
  if (unread) return { problem: 'unreadable', subject: table(name, unread.name) };
  return definitions.flatMap(({ type, ...column }) => (type ? [{ ...column, type }] : []));
}

function withTable(schema: SchemaModel, changed: TableModel): SchemaModel {
  return { ...schema, tables: schema.tables.map((other) => (other.name === changed.name ? changed : other)) };
}
