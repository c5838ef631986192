import { describeValue } from '../text/visible.js';

export type Field = readonly [name: string, value: unknown];

/**
 * The fields of an object or the entries of a `Map`; `undefined` for everything else, so that an array or a date does not
 * pass for an empty object. A field that is set to `undefined` is not there.
 */
export function fieldsOf(value: unknown): readonly Field[] | undefined {
  const entries = entriesOf(value);
  return entries
    ?.filter(([, item]) => item !== undefined)
    .map(([key, item]) => [typeof key === 'string' ? key : describeValue(key), item]);
}

/** A stored map of texts, as the driver returns it; `undefined` if it is anything else. */
export function storedMapOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const texts = fieldsOf(value)?.map(([key, item]) => (typeof item === 'string' ? ([key, item] as const) : undefined));
  if (texts === undefined || texts.includes(undefined)) return undefined;
  return Object.fromEntries(texts.filter((text) => text !== undefined));
}

// By tag and not by prototype: an object of another realm is an object too.
function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (value instanceof Map) return [...value];
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.prototype.toString.call(value) === '[object Object]' ? Object.entries(value) : undefined;
}
