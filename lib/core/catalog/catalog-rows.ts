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

/** The rows of one keyspace. */
export type CatalogRows = Readonly<Record<CatalogTable, readonly CatalogRow[]>>;
