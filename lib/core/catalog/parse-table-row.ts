import { quoteLiteral } from '../lexer/tokenize.js';
import { quoteName } from '../model/identifier.js';
import { type ColumnModel, COMPACT_STORAGE, type DroppedColumn, type TableModel } from '../model/schema-model.js';
import type { StoredOptions } from '../options/parse-stored-options.js';
import type { CatalogRow, TableRows } from './catalog-rows.js';
import { parseIndexRow } from './parse-index-row.js';
import { parseClustering, parsePartitionKey } from './parse-key.js';
import type { StoredType } from './parse-stored-type.js';
import { textOf, textsOf } from './read-value.js';

/** Readers of what many tables of a keyspace have in common: each reads an equal value once. */
export interface RowReaders {
  readonly optionsOf: (row: CatalogRow) => StoredOptions;
  readonly typeOf: (text: string) => StoredType;
}

export function parseTableRow(
  row: CatalogRow,
  { columns, droppedColumns, indexes, masks }: TableRows,
  { optionsOf, typeOf }: RowReaders,
): TableModel {
  const { options, unmanaged } = optionsOf(row);
  return {
    name: textOf(row, 'table_name'),
    columns: columns.map((column) => withMask(parseColumn(column, typeOf), masks)),
    partitionKey: parsePartitionKey(columns),
    clusteringKey: parseClustering(columns),
    indexes: indexes.map(parseIndexRow),
    options,
    droppedColumns: droppedColumns.map((column): DroppedColumn => parseColumn(column, typeOf)),
    unmanaged: [
      ...compactStorage(row),
      ...unmanaged.map((name) => `option ${name}`),
      ...unreadableTypes(columns, typeOf),
    ],
  };
}

function parseColumn(row: CatalogRow, typeOf: RowReaders['typeOf']): ColumnModel {
  return {
    name: textOf(row, 'column_name'),
    type: typeOf(textOf(row, 'type')).type,
    static: textOf(row, 'kind') === 'static',
  };
}

function withMask(column: ColumnModel, masks: readonly CatalogRow[]): ColumnModel {
  const mask = masks.find((row) => textOf(row, 'column_name') === column.name);
  return mask ? { ...column, mask: parseMaskRow(mask) } : column;
}

// A table without the flag `compound` was made WITH COMPACT STORAGE and shows columns that were never declared.
function compactStorage(row: CatalogRow): readonly string[] {
  return textsOf(row, 'flags').includes('compound') ? [] : [COMPACT_STORAGE];
}

function unreadableTypes(columns: readonly CatalogRow[], typeOf: RowReaders['typeOf']): readonly string[] {
  return columns
    .filter((row) => !typeOf(textOf(row, 'type')).readable)
    .map((row) => `type ${textOf(row, 'type')} of column ${textOf(row, 'column_name')}`);
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'ascii']);

/** A column mask as it stands behind `MASKED WITH`: `mask_inner(1, null)`. */
export function parseMaskRow(row: CatalogRow): string {
  const [types, values] = [textsOf(row, 'function_argument_types'), textsOf(row, 'function_argument_values')];
  const nulls: readonly unknown[] = Array.isArray(row['function_argument_nulls']) ? row['function_argument_nulls'] : [];
  const parameters = values.map((value, position) => {
    if (nulls[position] === true) return 'null';
    return TEXTS.has(types[position] ?? '') ? quoteLiteral(value) : value;
  });
  const keyspace = textOf(row, 'function_keyspace');
  const qualifier = keyspace === 'system' ? '' : `${quoteName(keyspace)}.`;
  return `${qualifier}${quoteName(textOf(row, 'function_name'))}(${parameters.join(', ')})`;
}
