import type { TableModel } from './schema-model.js';

/** The names of the columns of a table's or view's key: first the partition key, then the clustering. */
export function keyColumns(keyed: Pick<TableModel, 'partitionKey' | 'clusteringKey'>): readonly string[] {
  return [...keyed.partitionKey, ...keyed.clusteringKey.map(({ column }) => column)];
}
