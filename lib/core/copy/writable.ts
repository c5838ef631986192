/**
 * A value as the driver writes it without a loss, where it was read with Map and Set for maps and sets. The driver writes
 * an empty collection as null (4.10.0, Encoder.encodeList), which a frozen one is not: it is given as the bytes of a
 * collection of 0 elements, at any depth.
 */
export function writable(value: unknown): unknown {
  if (Array.isArray(value)) return ofElements(value, (elements) => elements);
  if (value instanceof Set) return ofElements([...value], (elements) => new Set(elements));
  if (value instanceof Map) return ofMap(value);
  if (isOfElements(value)) return ofParts(value);
  return isPlain(value) ? ofFields(value) : value;
}

/** A 32-bit count of elements. */
const EMPTY = new Uint8Array(4);

function empty(): unknown {
  return Buffer.from(EMPTY);
}

function ofElements(elements: readonly unknown[], make: (elements: readonly unknown[]) => unknown): unknown {
  return elements.length === 0 ? empty() : make(elements.map(writable));
}

function ofMap(map: ReadonlyMap<unknown, unknown>): unknown {
  return map.size === 0 ? empty() : new Map([...map].map(([key, value]) => [writable(key), writable(value)]));
}

/** Tuples and vectors of the driver. */
interface OfElements {
  readonly elements: readonly unknown[];
}

function isOfElements(value: unknown): value is OfElements {
  return typeof value === 'object' && value !== null && 'elements' in value && Array.isArray(value.elements);
}

/** The same object with other elements. A vector is a Proxy, by which the driver knows it (4.10.0): only its class makes one. */
function ofParts(value: OfElements): unknown {
  const elements = value.elements.map(writable);
  if (elements.every((element, index) => element === value.elements[index])) return value;
  if (isVector(value)) return Reflect.construct(value.constructor, [elements, value.subtype]);
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, value, { elements });
}

function isVector(value: OfElements): value is OfElements & { readonly subtype: unknown } {
  return 'subtype' in value;
}

/** A value of a user type. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function ofFields(fields: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, writable(value)]));
}
