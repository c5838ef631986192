import { parseStoredOptions } from '../options/parse-stored-options.js';
import { parseRelations } from '../model/relations.js';
import type { ViewModel } from '../model/schema-model.js';
import type { CatalogRow } from './catalog-rows.js';
import { parseClustering, parsePartitionKey } from './parse-key.js';
import { textOf } from './read-value.js';

export function parseViewRow(row: CatalogRow, columns: readonly CatalogRow[]): ViewModel {
  const { options, unmanaged } = parseStoredOptions(row);
  return {
    name: textOf(row, 'view_name'),
    baseTable: textOf(row, 'base_table_name'),
    columns: row['include_all_columns'] === true ? 'all' : columns.map((column) => textOf(column, 'column_name')),
    partitionKey: parsePartitionKey(columns),
    clusteringKey: parseClustering(columns),
    where: parseRelations(textOf(row, 'where_clause')),
    options,
    unmanaged: unmanaged.map((name) => `option ${name}`),
  };
}
