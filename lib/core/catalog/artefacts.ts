import type { CatalogRow } from './catalog-rows.js';
import { textOf } from './read-value.js';

/** ScyllaDB keeps change logs and Paxos state in tables beside those of the user. */
export function isArtefactTable(row: CatalogRow): boolean {
  return /_scylla_cdc_log$|\$paxos$/.test(textOf(row, 'table_name'));
}

/** ScyllaDB builds an index `i` as a view `i_index`. */
export function isIndexView(view: CatalogRow, indexes: readonly CatalogRow[]): boolean {
  const name = textOf(view, 'view_name');
  const base = textOf(view, 'base_table_name');
  return indexes.some(
    (index) => textOf(index, 'table_name') === base && name === `${textOf(index, 'index_name')}_index`,
  );
}
