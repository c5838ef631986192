import type { ColumnModel, TableModel } from '../model/schema-model.js';

/** A table's key in its order, then its static columns, then the others, each by name: the server keeps no order. */
export function columnsInOrder({ columns, partitionKey, clusteringKey }: Keyed): readonly ColumnModel[] {
  const key = [...partitionKey, ...clusteringKey.map(({ column }) => column)];
  const keyColumns = key.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  const others = columns.filter(({ name }) => !key.includes(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [...keyColumns, ...others.filter((column) => column.static), ...others.filter((column) => !column.static)];
}

type Keyed = Pick<TableModel, 'columns' | 'partitionKey' | 'clusteringKey'>;
