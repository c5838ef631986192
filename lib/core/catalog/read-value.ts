import type { CatalogRow } from './catalog-rows.js';

/** A text value of a row; '' where there is none. */
export function textOf(row: CatalogRow, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

export function numberOf(row: CatalogRow, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : -1;
}

/** A list or set of text. */
export function textsOf(row: CatalogRow, column: string): readonly string[] {
  const value = row[column];
  const items: readonly unknown[] = Array.isArray(value) ? value : value instanceof Set ? [...value] : [];
  return items.filter((item) => typeof item === 'string');
}

/** A map of text; the driver gives plain objects, or `Map`s where the application asked for them. */
export function textMapOf(row: CatalogRow, column: string): Readonly<Record<string, string>> {
  const value = row[column];
  if (typeof value !== 'object' || value === null) return {};
  const entries: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [String(key), String(item)]));
}
