/** A text that is equal for equal values of one row, whatever object the driver has made of them. */
export function canonicalText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return String(value.getTime());
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'object' ? ofObject(value) : JSON.stringify(String(value as Shown));
}

/** Numbers, texts and the driver's own classes have a text of their own. */
type Shown = { toString(): string };

function ofObject(value: object): string {
  if (Array.isArray(value)) return listed(value);
  if (value instanceof Set) return sorted([...value].map(canonicalText));
  if (value instanceof Map) return ofEntries([...value]);
  if ('elements' in value && Array.isArray(value.elements)) return listed(value.elements);
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? ofEntries(Object.entries(value)) : JSON.stringify(String(value as Shown));
}

function ofEntries(entries: readonly (readonly [unknown, unknown])[]): string {
  return sorted(entries.map(([key, value]) => `${canonicalText(key)}:${canonicalText(value)}`));
}

const listed = (values: readonly unknown[]) => `[${values.map(canonicalText).join(',')}]`;

const sorted = (parts: readonly string[]) => `{${parts.toSorted().join(',')}}`;

/** The sum of the digests of rows, in whatever order they come, and their number. */
export interface RowSum {
  readonly rows: number;
  readonly digest: bigint;
}

export const NO_ROWS: RowSum = { rows: 0, digest: 0n };

export function addRow({ rows, digest }: RowSum, own: bigint): RowSum {
  return { rows: rows + 1, digest: BigInt.asUintN(64, digest + own) };
}

export function addSums(one: RowSum, other: RowSum): RowSum {
  return { rows: one.rows + other.rows, digest: BigInt.asUintN(64, one.digest + other.digest) };
}
