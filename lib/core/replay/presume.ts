import { readColumnNames, readRenames } from '../cql/altered-names.js';
import type { DdlStatement } from '../cql/classify-statement.js';
import { readIndexDefinition } from '../cql/index-definition.js';
import { readViewDefinition } from '../cql/view-definition.js';
import type { CqlType } from '../model/cql-type.js';
import { keyColumns, type SchemaModel, type TableModel } from '../model/schema-model.js';
import { isPartConditional, type ReplayStatement } from './replay-statement.js';

/** The type of a column that no statement defines. */
export const UNKNOWN_TYPE: CqlType = { kind: 'custom', className: 'unknown' };

/**
 * The schema with everything that a statement needs of a table that no migration creates, such as one that sync created:
 * the table, the columns that the statement drops, renames or indexes, and a key if it renames one.
 */
export function presume(schema: SchemaModel, statement: ReplayStatement): SchemaModel {
  const needed = neededBy(statement);
  if (!needed) return schema;
  const table = schema.tables.find(({ name }) => name === needed.table) ?? emptyTable(needed.table);
  const others = schema.tables.filter(({ name }) => name !== needed.table);
  return { ...schema, tables: [...others, withColumns(table, needed)] };
}

interface Needed {
  readonly table: string;
  readonly columns: readonly string[];
  readonly keys: readonly string[];
}

type Tokens = ReplayStatement['tokens'];

function neededBy({ class: ddl, tokens }: ReplayStatement): Needed | undefined {
  if (ddl.kind !== 'ddl') return undefined;
  return NEEDS[`${ddl.verb} ${ddl.object}`]?.(ddl, tokens);
}

const NEEDS: Readonly<Record<string, (ddl: DdlStatement, tokens: Tokens) => Needed | undefined>> = {
  'ALTER table': alteredTable,
  'DROP table': ({ name }) => needs(name?.name),
  'CREATE index': ({ on }, tokens) => needs(on?.name, indexed(tokens)),
  'CREATE materialized view': (_, tokens) => needs(readViewDefinition(tokens)?.base.name),
};

function alteredTable({ name, action }: DdlStatement, tokens: Tokens): Needed | undefined {
  if (action === 'drop') return needs(name?.name, dropped(tokens));
  return action === 'rename' ? needs(name?.name, [], renamed(tokens)) : needs(name?.name);
}

function needs(
  table: string | undefined,
  columns: readonly string[] = [],
  keys: readonly string[] = [],
): Needed | undefined {
  return table === undefined ? undefined : { table, columns, keys };
}

function indexed(tokens: Tokens): readonly string[] {
  const definition = readIndexDefinition(tokens);
  return definition ? [definition.column] : [];
}

/** `DROP IF EXISTS` says nothing about the columns. */
function dropped(tokens: Tokens): readonly string[] {
  return isPartConditional(tokens, 'DROP') ? [] : readColumnNames(tokens, 'DROP');
}

function renamed(tokens: Tokens): readonly string[] {
  return isPartConditional(tokens, 'RENAME') ? [] : readRenames(tokens).absent;
}

function emptyTable(name: string): TableModel {
  const nothing = { columns: [], partitionKey: [], clusteringKey: [], indexes: [], droppedColumns: [], unmanaged: [] };
  return { name, ...nothing, options: {} };
}

/** A column that a migration has dropped is not presumed: a second drop of it does not fit. */
function withColumns(table: TableModel, { columns, keys }: Needed): TableModel {
  const isKnown = (name: string) => [...table.columns, ...table.droppedColumns].some((column) => column.name === name);
  const added = [...columns, ...keys].filter((name) => !isKnown(name));
  const newKeys = keys.filter((name) => !isKnown(name) && !keyColumns(table).includes(name));
  return {
    ...table,
    columns: [...table.columns, ...added.map((name) => ({ name, type: UNKNOWN_TYPE, static: false }))],
    partitionKey: [...table.partitionKey, ...newKeys],
  };
}
