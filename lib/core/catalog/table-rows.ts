import type { CatalogRow } from './catalog-rows.js';

/** Rows that belong to one table. */
export interface TableRows {
  readonly columns: readonly CatalogRow[];
  readonly droppedColumns: readonly CatalogRow[];
  readonly indexes: readonly CatalogRow[];
  readonly masks: readonly CatalogRow[];
}
