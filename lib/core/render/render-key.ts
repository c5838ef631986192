import { quoteName } from '../model/identifier.js';
import type { ClusteringColumn } from '../model/schema-model.js';

interface Keyed {
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly ClusteringColumn[];
}

/** `((tenant, day), time)` */
export function renderKey({ partitionKey, clusteringKey }: Keyed): string {
  const names = partitionKey.map(quoteName);
  const partition = names.length === 1 ? names.join() : `(${names.join(', ')})`;
  return `(${[partition, ...clusteringKey.map(({ column }) => quoteName(column))].join(', ')})`;
}
