import { sameCqlType } from '../model/cql-type.js';
import { type ColumnModel, type IndexModel, isManageable, keyColumns, type TableModel } from '../model/schema-model.js';
import { changedOptions } from '../options/changed-options.js';
import type { Change } from './change.js';
import { sameIndex } from './same-index.js';

export function diffTable(from: TableModel, to: TableModel): readonly Change[] {
  if (!isManageable(from)) return [{ kind: 'manage-table', table: to, reasons: from.unmanaged }];
  return [
    ...diffKey(from, to),
    ...to.columns.flatMap((column) => diffColumn(from, column)),
    ...addedColumns(from, to),
    ...removedColumns(from, to),
    ...diffOptions(from, to),
    ...diffIndexes(from, to),
  ];
}

function diffKey(from: TableModel, to: TableModel): readonly Change[] {
  if (keyOf(from) !== keyOf(to)) return [{ kind: 'change-key', table: to, from }];
  const sameOrder = from.clusteringKey.every(({ order }, position) => order === to.clusteringKey[position]?.order);
  return sameOrder ? [] : [{ kind: 'change-clustering-order', table: to, from: from.clusteringKey }];
}

const keyOf = ({ partitionKey, clusteringKey }: TableModel) =>
  JSON.stringify([partitionKey, clusteringKey.map(({ column }) => column)]);

function diffColumn(from: TableModel, column: ColumnModel): readonly Change[] {
  const before = from.columns.find(({ name }) => name === column.name);
  if (!before) return [];
  const table = from.name;
  return [
    ...(sameCqlType(before.type, column.type)
      ? []
      : [{ kind: 'change-column-type', table, column, from: before.type } as const]),
    ...(before.static === column.static ? [] : [{ kind: 'change-static', table, column } as const]),
  ];
}

function addedColumns(from: TableModel, to: TableModel): readonly Change[] {
  const columns = valuesOf(to).filter((column) => !has(from, column));
  return columns.length > 0 ? [{ kind: 'add-columns', table: to.name, columns }] : [];
}

function removedColumns(from: TableModel, to: TableModel): readonly Change[] {
  const columns = valuesOf(from).filter((column) => !has(to, column));
  return columns.length > 0 ? [{ kind: 'drop-columns', table: to.name, columns }] : [];
}

const has = (table: TableModel, { name }: ColumnModel) => table.columns.some((column) => column.name === name);

/** The columns outside the key: those of the key come and go only with the table. */
function valuesOf(table: TableModel): readonly ColumnModel[] {
  const key = new Set(keyColumns(table));
  return table.columns.filter(({ name }) => !key.has(name));
}

function diffOptions(from: TableModel, to: TableModel): readonly Change[] {
  const changed = changedOptions(from.options, to.options);
  if (Object.keys(changed).length === 0) return [];
  return [{ kind: 'alter-options', table: to.name, from: from.options, to: changed }];
}

export function diffIndexes(from: TableModel, to: TableModel): readonly Change[] {
  const before = new Map(from.indexes.map((index) => [index.name, index]));
  const after = new Set(to.indexes.map(({ name }) => name));
  return [
    ...to.indexes.flatMap((index) => diffIndex(to.name, before.get(index.name), index)),
    ...from.indexes
      .filter(({ name }) => !after.has(name))
      .map((index): Change => ({ kind: 'drop-index', table: to.name, index })),
  ];
}

function diffIndex(table: string, from: IndexModel | undefined, to: IndexModel): readonly Change[] {
  if (!from) return [{ kind: 'create-index', table, index: to }];
  return sameIndex(from, to) ? [] : [{ kind: 'replace-index', table, from, to }];
}
