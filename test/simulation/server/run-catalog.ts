import { holds, type Bindings } from './evaluate.js';
import type { AnswerRow } from './run-select.js';
import type { SchemaStore, SchemaTable } from './schema-store.js';
import { invalid } from './server-error.js';
import type { Select } from './statement.js';
import type { Value } from './value.js';

const TABLES: readonly SchemaTable[] = [
  'keyspaces',
  'tables',
  'columns',
  'dropped_columns',
  'indexes',
  'types',
  'views',
];
/** Tables of `system_schema` in which the simulation never has anything. */
const EMPTY: readonly string[] = ['triggers', 'functions', 'aggregates', 'column_masks'];

/** Answers a SELECT on `system_schema` by what a node knows. */
export function selectCatalog(select: Select, schema: SchemaStore, bindings: Bindings): readonly AnswerRow[] {
  if (EMPTY.includes(select.table.name)) return [];
  const table = TABLES.find((known) => known === select.table.name);
  if (!table) throw invalid(`table ${select.table.name} does not exist`);
  return projected(select, schema.rows(table), bindings);
}

/** Filters and projects rows that are there as they are. */
export function projected(
  { selectors, where }: Select,
  rows: readonly AnswerRow[],
  bindings: Bindings,
): readonly AnswerRow[] {
  const found = rows.filter((row) =>
    where.every((comparison) => holds(comparison, valueOf(row, comparison.column), bindings)),
  );
  if (selectors.length === 0) return found;
  return found.map((row) => Object.fromEntries(selectors.map(({ column, as }) => [as, row[column] ?? null])));
}

// Rows of the catalogue hold values, lists and maps of them only.
const valueOf = (row: AnswerRow, column: string) => (row[column] ?? undefined) as Value;
