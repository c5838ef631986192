import { formatCqlType, isMultiCell, isNative } from '../model/cql-type.js';
import type { Problem } from '../model/errors.js';
import { duplicates } from '../model/identifier.js';
import { hasMultiCellField, holdsDuration, type KnownTypes } from '../model/known-types.js';
import { type ColumnModel, keyColumns, type TableModel } from '../model/schema-model.js';
import { problemsOfType } from './validate-column-type.js';
import { validateIndexes } from './validate-indexes.js';

/** Longest names that every supported server takes: 222 for a table, 48 for an index. */
const LONGEST_TABLE = 222;

export function validateTable(table: TableModel, known: KnownTypes): readonly Problem[] {
  const where = table.declaredBy ?? table.name;
  const columns = table.columns.flatMap((column) =>
    problemsOfColumn(column, table, known).map((message) => ({ where: whereOf(table, column), message })),
  );
  const whole = [...problemsOfName(table.name), ...problemsOfKey(table), ...problemsOfCounters(table)];
  return [
    ...whole.map((message) => ({ where, message })),
    ...columns,
    ...repeated(table),
    ...validateIndexes(table, known),
  ];
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

function problemsOfColumn(column: ColumnModel, table: TableModel, known: KnownTypes): readonly string[] {
  const own = isKey(table, column) ? problemsOfKeyColumn(column, known) : problemsOfValue(column, table, known);
  const empty = column.name === '' ? ['a column needs a name'] : [];
  return [...empty, ...own, ...problemsOfType(column.type, known)];
}

function problemsOfKeyColumn({ type, static: isStatic }: ColumnModel, known: KnownTypes): readonly string[] {
  return [
    ...(isStatic ? ['a key column cannot be static'] : []),
    ...(isMultiCell(type) ? [`a key column must be frozen: frozen<${formatCqlType(type)}>`] : []),
    ...(isNative(type, 'counter') ? ['a counter cannot be part of the key'] : []),
    ...(holdsDuration(type, known) ? ['a duration cannot be part of the key'] : []),
  ];
}

function problemsOfValue(column: ColumnModel, table: TableModel, known: KnownTypes): readonly string[] {
  const alone = column.static && table.clusteringKey.length === 0;
  const nested = isMultiCell(column.type) && hasMultiCellField(column.type, known);
  return [
    ...(alone ? ['a static column needs a table with a @ClusteringKey'] : []),
    ...(nested
      ? [`${formatCqlType(column.type)} has collections that are not frozen, so it must be frozen itself`]
      : []),
  ];
}

function isKey(table: TableModel, { name }: ColumnModel): boolean {
  return keyColumns(table).includes(name);
}
