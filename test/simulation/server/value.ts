/** Value of a column; `undefined` is a CQL null. */
export type Value = string | number | boolean | Date | readonly Value[] | ValueMap | undefined;

export interface ValueMap {
  readonly [key: string]: Value;
}

/** Text that is equal for equal values: keys of rows are compared by it. */
export function keyOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  return String(value);
}

/** Order of values of one type, as clustering columns have it. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : Number(left > right);
}
