import { canonicalReplication } from '../model/replication.js';
import type { SchemaModel } from '../model/schema-model.js';
import { storedOptionsReader } from '../options/parse-stored-options.js';
import type { CatalogRow, CatalogRows, TableRows } from './catalog-rows.js';
import { parseTypeRow, storedTypeReader } from './parse-stored-type.js';
import { parseTableRow } from './parse-table-row.js';
import { parseViewRow } from './parse-view-row.js';
import { textMapOf, textOf } from './read-value.js';

/** Reads the rows of a keyspace. Never throws: what it does not know is listed as `unmanaged` where it stands. */
export function parseCatalog(keyspace: string, rows: CatalogRows): SchemaModel {
  const rowsOf = groupByTable(rows);
  const readers = { optionsOf: storedOptionsReader(), typeOf: storedTypeReader() };
  return {
    keyspace,
    replication: canonicalReplication(textMapOf(rows.keyspaces[0] ?? {}, 'replication')),
    types: rows.types.map(parseTypeRow),
    tables: rows.tables
      .filter((row) => !isArtefactTable(row))
      .map((row) => parseTableRow(row, rowsOf(textOf(row, 'table_name')), readers)),
    views: rows.views
      .filter((row) => !isIndexView(row, rows.indexes))
      .map((row) => parseViewRow(row, rowsOf(textOf(row, 'view_name')).columns)),
  };
}

function groupByTable({
  columns,
  dropped_columns,
  indexes,
  column_masks = [],
}: CatalogRows): (table: string) => TableRows {
  const tableOf = (row: CatalogRow) => textOf(row, 'table_name');
  const columnsOf = groupBy(columns, tableOf);
  const droppedOf = groupBy(dropped_columns, tableOf);
  const indexesOf = groupBy(indexes, tableOf);
  const masksOf = groupBy(column_masks, tableOf);
  return (table) => ({
    columns: columnsOf.get(table) ?? [],
    droppedColumns: droppedOf.get(table) ?? [],
    indexes: indexesOf.get(table) ?? [],
    masks: masksOf.get(table) ?? [],
  });
}

// Map.groupBy is newer than Node 20.
function groupBy(
  rows: readonly CatalogRow[],
  keyOf: (row: CatalogRow) => string,
): ReadonlyMap<string, readonly CatalogRow[]> {
  const groups = new Map<string, CatalogRow[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

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
