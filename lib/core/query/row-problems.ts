import { suggestion } from '../text/suggestion.js';
import { primaryKeyOf, type EntityMapping, type MappedColumn } from './entity-mapping.js';

export type RowValues = Readonly<Record<string, unknown>>;

/** Properties with a value that stand for no column: the driver's mapper would drop them without a word. */
export function unknownProperties(known: readonly string[], row: RowValues): readonly string[] {
  return Object.keys(row)
    .filter((property) => row[property] !== undefined && !known.includes(property))
    .map((property) => `there is no property ${property}${suggestion(property, known)}`);
}

/** Parts of the key without a value. A row that has only static columns needs no clustering key. */
export function missingKeys(mapping: EntityMapping, row: RowValues, isWrite = false): readonly string[] {
  const needed = isWrite && writesStaticOnly(mapping, row) ? mapping.partitionKey : primaryKeyOf(mapping);
  return missingColumns(mapping, needed, row);
}

/** Columns of a key that have no value in a row. */
export function missingColumns(
  { columns }: EntityMapping,
  needed: readonly string[],
  row: RowValues,
): readonly string[] {
  return columns
    .filter(({ column, property }) => needed.includes(column) && isAbsent(row[property]))
    .map(({ property }) => `${property} is part of the key and has no value`);
}

/** Whether a row has no part of a clustering key, at least one static column, and no other. */
export function writesStaticOnly(mapping: EntityMapping, row: RowValues): boolean {
  if (mapping.clusteringKey.length === 0) return false;
  const written = mapping.columns.filter(({ property }) => row[property] !== undefined);
  const values = written.filter(({ column }) => !mapping.partitionKey.includes(column));
  return values.length > 0 && values.every((column) => column.static);
}

/** Columns that a row sets, without its key. */
export function writtenValues(mapping: EntityMapping, row: RowValues): readonly MappedColumn[] {
  const keys = primaryKeyOf(mapping);
  return mapping.columns.filter(({ column, property }) => !keys.includes(column) && row[property] !== undefined);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
