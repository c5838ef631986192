import type { ClusteringColumn } from '../model/schema-model.js';
import type { CatalogRow } from './catalog-rows.js';
import { numberOf, textOf } from './read-value.js';

/** The partition key among a table's or view's columns, in the order of the positions. */
export function parsePartitionKey(columns: readonly CatalogRow[]): readonly string[] {
  return keyColumns(columns, 'partition_key').map((column) => textOf(column, 'column_name'));
}

export function parseClustering(columns: readonly CatalogRow[]): readonly ClusteringColumn[] {
  return keyColumns(columns, 'clustering').map((row) => ({
    column: textOf(row, 'column_name'),
    order: textOf(row, 'clustering_order') === 'desc' ? 'desc' : 'asc',
  }));
}

/** Names of the key columns: the partition key, then the clustering columns. */
export function parseKey(columns: readonly CatalogRow[]): readonly string[] {
  return [...parsePartitionKey(columns), ...parseClustering(columns).map(({ column }) => column)];
}

function keyColumns(columns: readonly CatalogRow[], kind: string): readonly CatalogRow[] {
  return columns
    .filter((row) => textOf(row, 'kind') === kind)
    .toSorted((a, b) => numberOf(a, 'position') - numberOf(b, 'position'));
}
