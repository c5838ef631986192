import type { CqlType, NativeTypeName } from '../model/cql-type.js';
import { canonicalText } from './row-digest.js';

/**
 * A text that is equal for values that are the same in a column of a type, whether the driver has read them or the
 * application passes them: `5` and a Long of 5, an ISO text and a Date, an array and a Set. An empty collection is like
 * null: the servers keep no other in a column that is not frozen.
 */
export function valueText(value: unknown, type: CqlType): string {
  if (value === null || value === undefined) return NULL;
  switch (type.kind) {
    case 'native':
      return (NATIVE[type.name] ?? canonicalText)(value);
    case 'list':
    case 'set':
    case 'map':
      return collectionText(partTexts(value, type));
    case 'vector':
      return listText(elementsOf(value).map((element) => valueText(element, type.element)));
    case 'tuple':
      return listText(type.items.map((item, index) => valueText(elementsOf(value)[index], item)));
    case 'user':
      return canonicalText(withoutNulls(value));
    case 'custom':
      return canonicalText(value);
  }
}

/** The elements of a set, or the entries of a map, as texts; of a list with their places. None for any other type. */
export function partTexts(value: unknown, type: CqlType): readonly string[] {
  if (value === null || value === undefined) return [];
  switch (type.kind) {
    case 'set':
      return [...new Set(elementsOf(value).map((element) => valueText(element, type.element)))].toSorted();
    case 'list':
      return elementsOf(value).map((element, index) => `${index}:${valueText(element, type.element)}`);
    case 'map':
      return entriesOf(value)
        .map(([key, own]) => `${valueText(key, type.key)}:${valueText(own, type.value)}`)
        .toSorted();
    case 'native':
    case 'vector':
    case 'tuple':
    case 'user':
    case 'custom':
      return [];
  }
}

const NULL = 'null';

const collectionText = (parts: readonly string[]) => (parts.length === 0 ? NULL : listText(parts));

const listText = (parts: readonly string[]) => `[${parts.join(',')}]`;

/** Numbers, texts and the driver's own classes have a text of their own. */
const shown = (value: unknown) => String(value as { toString(): string });

const inLowerCase = (value: unknown) => shown(value).toLowerCase();

/** Whole numbers of any size; what is none is left as it is, and equal to nothing else. */
const wholeText = (value: unknown) => {
  const text = shown(value);
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')).toString() : text;
};

/** Zero has one sign here: the driver reads both, and literals have none. */
const doubleText = (value: unknown) => String(Number(shown(value)));

const NATIVE: Partial<Readonly<Record<NativeTypeName, (value: unknown) => string>>> = {
  bigint: wholeText,
  counter: wholeText,
  int: wholeText,
  smallint: wholeText,
  tinyint: wholeText,
  varint: wholeText,
  double: doubleText,
  float: (value) => String(Math.fround(Number(shown(value)))),
  boolean: inLowerCase,
  uuid: inLowerCase,
  timeuuid: inLowerCase,
  inet: inLowerCase,
  blob: (value) => inLowerCase(value instanceof Uint8Array ? `0x${Buffer.from(value).toString('hex')}` : value),
  date: (value) => (value instanceof Date && isValid(value) ? value.toISOString().slice(0, 10) : shown(value)),
  time: (value) => shown(value).replace(/(?:\.0+|(\.\d*?)0+)$/, '$1'),
  timestamp: (value) => String(millisecondsOf(value)),
};

function millisecondsOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const text = shown(value);
  return /^-?\d+$/.test(text) ? Number(text) : new Date(text).getTime();
}

const isValid = (date: Date) => !Number.isNaN(date.getTime());

/** Lists, sets, tuples and vectors, in whatever form. */
function elementsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('elements' in value && Array.isArray(value.elements)) return value.elements;
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : [];
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...(value as ReadonlyMap<unknown, unknown>)];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A field that is not given is null. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== undefined));
}
