/** One row as the driver returns it: hostile until parsed. */
export type CatalogRow = Readonly<Record<string, unknown>>;

/** The tables of `system_schema` that are read, in the order in which they are asked. */
export const CATALOG_TABLES = [
  'keyspaces',
  'tables',
  'columns',
  'dropped_columns',
  'indexes',
  'types',
  'views',
] as const;

export type CatalogTable = (typeof CATALOG_TABLES)[number];

/** The masks of columns, which came with Cassandra 5.0; read only on request. */
export const MASK_TABLE = 'column_masks';

/** The rows of one keyspace. */
export type CatalogRows = Readonly<Record<CatalogTable, readonly CatalogRow[]>> &
  Readonly<Partial<Record<typeof MASK_TABLE, readonly CatalogRow[]>>>;

/** Whether the server of these rows has a table of masks: 5.0 describes its tables by more options than those before it. */
export function mayHaveMasks({ tables }: CatalogRows): boolean {
  return tables.some((row) => 'allow_auto_snapshot' in row);
}

/** Rows that belong to one table. */
export interface TableRows {
  readonly columns: readonly CatalogRow[];
  readonly droppedColumns: readonly CatalogRow[];
  readonly indexes: readonly CatalogRow[];
  readonly masks: readonly CatalogRow[];
}
