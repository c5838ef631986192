import { CATALOG_TABLES, type CatalogRow, type CatalogRows } from '../catalog/catalog-rows.js';
import { parseCatalog } from '../catalog/parse-catalog.js';
import { textOf } from '../catalog/read-value.js';
import type { SchemaModel } from '../model/schema-model.js';

/** The schema of each keyspace in the rows of many; a keyspace that does not exist is absent. */
export function splitCatalog(rows: CatalogRows): ReadonlyMap<string, SchemaModel> {
  const parts = new Map<string, Record<(typeof CATALOG_TABLES)[number], CatalogRow[]>>();
  for (const row of rows.keyspaces) parts.set(textOf(row, 'keyspace_name'), noRows());
  for (const table of CATALOG_TABLES)
    for (const row of rows[table]) parts.get(textOf(row, 'keyspace_name'))?.[table].push(row);
  return new Map([...parts].map(([keyspace, part]) => [keyspace, parseCatalog(keyspace, part)]));
}

const noRows = () => ({
  keyspaces: [],
  tables: [],
  columns: [],
  dropped_columns: [],
  indexes: [],
  types: [],
  views: [],
});
