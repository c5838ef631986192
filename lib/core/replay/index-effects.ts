import type { DdlStatement } from '../cql/classify-statement.js';
import { readIndexDefinition, type IndexDefinition } from '../cql/index-definition.js';
import { BUILT_IN_INDEX, indexClass } from '../model/index-class.js';
import { INDEX_TARGETS, type IndexModel, type SchemaModel, type TableModel } from '../model/schema-model.js';
import { exists, missing, type Effect, type Subject } from './contradiction.js';
import type { SchemaStatement } from './replay-statement.js';

const index = (name: string): Subject => ({ kind: 'index', name });

export function createIndex(schema: SchemaModel, statement: SchemaStatement): Effect<SchemaModel> {
  const { name, isConditional, tokens, class: ddl } = statement;
  if (name !== '' && isTaken(schema, name)) return isConditional ? schema : exists(index(name));
  const table = schema.tables.find((candidate) => candidate.name === ddl.on?.name);
  const definition = readIndexDefinition(tokens);
  if (!table) return missing({ kind: 'table', name: ddl.on?.name ?? '' });
  if (!definition) return { problem: 'unreadable', subject: index(name) };
  return addIndex(schema, table, { definition, name, isConditional });
}

interface Wanted {
  readonly definition: IndexDefinition;
  /** Empty if the server is to choose it. */
  readonly name: string;
  readonly isConditional: boolean;
}

function addIndex(schema: SchemaModel, table: TableModel, wanted: Wanted): Effect<SchemaModel> {
  const { definition, name, isConditional } = wanted;
  const { column } = definition;
  if (!table.columns.some((candidate) => candidate.name === column))
    return missing({ kind: 'table', name: table.name, part: column });
  const chosen = name === '' ? freeName(defaultName(table, column), (taken) => isTaken(schema, taken)) : name;
  const created = indexOf(chosen, definition);
  // For an index without a name, IF NOT EXISTS compares what is indexed.
  if (isConditional && name === '' && table.indexes.some((other) => isSame(other, created))) return schema;
  return withIndexes(schema, table, [...table.indexes, created]);
}

function isTaken({ tables }: SchemaModel, name: string): boolean {
  return tables.some(({ indexes }) => indexes.some((candidate) => candidate.name === name));
}

/** The name of the index that a statement has created, which the server chooses where the statement has none. */
export function indexCreated(before: SchemaModel, after: SchemaModel, { verb, on }: DdlStatement): string | undefined {
  if (verb !== 'CREATE') return undefined;
  const indexesIn = ({ tables }: SchemaModel) => tables.find(({ name }) => name === on?.name)?.indexes ?? [];
  const old = indexesIn(before);
  return indexesIn(after).find((index) => !old.includes(index))?.name;
}

function isSame(one: IndexModel, other: IndexModel): boolean {
  return one.column === other.column && one.target === other.target && one.using === other.using;
}

function indexOf(name: string, { column, target, using, options }: IndexDefinition): IndexModel {
  const known = INDEX_TARGETS.find((candidate) => candidate === target) ?? 'values';
  return { name, column, target: known, using: storedClass(using), options };
}

export function dropIndex(schema: SchemaModel, { name, isConditional }: SchemaStatement): Effect<SchemaModel> {
  const table = schema.tables.find(({ indexes }) => indexes.some((candidate) => candidate.name === name));
  if (!table) return isConditional ? schema : missing(index(name));
  return withIndexes(
    schema,
    table,
    table.indexes.filter((candidate) => candidate.name !== name),
  );
}

/** The server stores no class for the built-in index, by whatever name it was asked for. */
function storedClass(using: string | undefined): string | undefined {
  const name = using === undefined ? undefined : indexClass(using);
  return name === BUILT_IN_INDEX ? undefined : name;
}

/** The server's own name for an index: `<table>_<column>_idx`, without the characters that need quotes. */
function defaultName({ name }: TableModel, column: string): string {
  return `${name}_${column.replaceAll(/\W/g, '')}_idx`;
}

function freeName(name: string, taken: (name: string) => boolean, number = 0): string {
  const candidate = number === 0 ? name : `${name}_${number}`;
  return taken(candidate) ? freeName(name, taken, number + 1) : candidate;
}

function withIndexes(schema: SchemaModel, table: TableModel, indexes: readonly IndexModel[]): SchemaModel {
  return { ...schema, tables: schema.tables.map((other) => (other === table ? { ...table, indexes } : other)) };
}
