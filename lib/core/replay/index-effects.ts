import { readIndexDefinition, type IndexDefinition } from '../cql/index-definition.js';
import { BUILT_IN_INDEX, indexClass } from '../model/index-class.js';
import { INDEX_TARGETS, type IndexModel, type SchemaModel, type TableModel } from '../model/schema-model.js';
import { exists, missing, type Effect, type Subject } from './contradiction.js';
import type { SchemaStatement } from './replay-statement.js';

const index = (name: string): Subject => ({ kind: 'index', name });

export function createIndex(schema: SchemaModel, statement: SchemaStatement): Effect<SchemaModel> {
  const { name, isConditional, tokens, class: ddl } = statement;
  const taken = (candidate: string) => schema.tables.some(({ indexes }) => indexes.some((it) => it.name === candidate));
  if (name !== '' && taken(name)) return isConditional ? schema : exists(index(name));
  const table = schema.tables.find((candidate) => candidate.name === ddl.on?.name);
  const definition = readIndexDefinition(tokens);
  if (!table) return missing({ kind: 'table', name: ddl.on?.name ?? '' });
  if (!definition) return { problem: 'unreadable', subject: index(name) };
  if (!table.columns.some(({ name: column }) => column === definition.column))
    return missing({ kind: 'table', name: table.name, part: definition.column });
  const chosen = name === '' ? freeName(defaultName(table, definition.column), taken) : name;
  return withIndexes(schema, table, [...table.indexes, indexOf(chosen, definition)]);
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
