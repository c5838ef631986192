import { flatten, formatCqlType, isMultiCell, isNative } from './cql-type.js';
import { duplicates } from './duplicates.js';
import type { Problem } from './problem.js';
import type { ColumnModel, TableModel } from './schema-model.js';
import { problemsOfType } from './validate-column-type.js';
import { validateIndexes } from './validate-indexes.js';

/** Longest names that every supported server takes: 222 for a table, 48 for an index. */
const LONGEST_TABLE = 222;

export function validateTable(table: TableModel, knownTypes: ReadonlySet<string>): readonly Problem[] {
  const where = table.declaredBy ?? table.name;
  const columns = table.columns.flatMap((column) =>
    problemsOfColumn(column, table, knownTypes).map((message) => ({ where: whereOf(table, column), message })),
  );
  const whole = [...problemsOfName(table.name), ...problemsOfKey(table), ...problemsOfCounters(table)];
  return [...whole.map((message) => ({ where, message })), ...columns, ...repeated(table), ...validateIndexes(table)];
}

const whereOf = (table: TableModel, column: ColumnModel) => column.declaredBy ?? `${table.name}.${column.name}`;

function problemsOfName(name: string): readonly string[] {
  if (!/^\w+$/.test(name)) return [`a table's name has only letters, digits and _, not "${name}"`];
  return name.length > LONGEST_TABLE ? [`a table's name has at most ${LONGEST_TABLE} characters`] : [];
}

function problemsOfKey(table: TableModel): readonly string[] {
  return table.partitionKey.length === 0 ? ['a table needs a @PartitionKey'] : [];
}

function problemsOfCounters(table: TableModel): readonly string[] {
  const values = table.columns.filter((column) => !isKey(table, column));
  const counters = values.filter(({ type }) => isNative(type, 'counter'));
  if (counters.length === 0) return [];
  return [
    ...(counters.length < values.length ? ['a table has only counters beside its key, or none'] : []),
    ...(table.options.defaultTimeToLive ? ['counters cannot expire: no defaultTimeToLive on a table of counters'] : []),
  ];
}

function repeated(table: TableModel): readonly Problem[] {
  return duplicates(table.columns).map((column) => ({
    where: whereOf(table, column),
    message: `column ${column.name} is declared twice`,
  }));
}

function problemsOfColumn(column: ColumnModel, table: TableModel, knownTypes: ReadonlySet<string>): readonly string[] {
  const own = isKey(table, column) ? problemsOfKeyColumn(column) : problemsOfStatic(column, table);
  const empty = column.name === '' ? ['a column needs a name'] : [];
  return [...empty, ...own, ...problemsOfType(column.type, knownTypes)];
}

function problemsOfKeyColumn({ type, static: isStatic }: ColumnModel): readonly string[] {
  return [
    ...(isStatic ? ['a key column cannot be static'] : []),
    ...(isMultiCell(type) ? [`a key column must be frozen: frozen<${formatCqlType(type)}>`] : []),
    ...(isNative(type, 'counter') ? ['a counter cannot be part of the key'] : []),
    ...(flatten(type).some((part) => isNative(part, 'duration')) ? ['a duration cannot be part of the key'] : []),
  ];
}

function problemsOfStatic(column: ColumnModel, table: TableModel): readonly string[] {
  const alone = column.static && table.clusteringKey.length === 0;
  return alone ? ['a static column needs a table with a @ClusteringKey'] : [];
}

function isKey({ partitionKey, clusteringKey }: TableModel, { name }: ColumnModel): boolean {
  return partitionKey.includes(name) || clusteringKey.some(({ column }) => column === name);
}
