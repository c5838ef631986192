import type { TableModel } from './schema-model.js';

/** The names of the columns of a table's or view's key: first the partition key, then the clustering. */
export function keyColumns(keyed: Pick<TableModel, 'partitionKey' | 'clusteringKey'>): readonly string[] {
  return [...keyed.partitionKey, ...keyed.clusteringKey.map(({ column }) => column)];
}

/** Shows columns that nobody declared, and takes no other shape than the one that it has. */
export const COMPACT_STORAGE = 'compact storage';

/** Whether an entity could declare a table at all. */
export function isManageable({ unmanaged }: Pick<TableModel, 'unmanaged'>): boolean {
  return !unmanaged.includes(COMPACT_STORAGE);
}
