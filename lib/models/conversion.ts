import { types } from 'cassandra-driver';
import { InvalidModelCallError } from '../core/query/errors.js';
import type { TypeMapping } from '../core/query/entity-mapping.js';
import { unknownProperties } from '../core/query/row-problems.js';
import { formatCqlType, type CqlType } from '../core/model/cql-type.js';

/** From the driver's values to those of the entities, or back. */
export type Way = 'toModel' | 'fromModel';

export type Convert = (value: unknown) => unknown;

/** The user types of one keyspace, by name. */
export type UserTypes = ReadonlyMap<string, TypeMapping>;

/** Conversion of the values of a type; undefined where there is nothing to convert. */
export function conversionOf(type: CqlType, userTypes: UserTypes, way: Way): Convert | undefined {
  switch (type.kind) {
    case 'native':
    case 'custom':
      return undefined;
    case 'list':
    case 'set':
      return ofElements(conversionOf(type.element, userTypes, way));
    case 'map':
      return ofEntries(conversionOf(type.key, userTypes, way), conversionOf(type.value, userTypes, way));
    case 'tuple':
      return ofItems(type.items.map((item) => conversionOf(item, userTypes, way)));
    case 'vector':
      return ofVector(type, userTypes, way);
    case 'user':
      return ofUserType(userTypes.get(type.name), userTypes, way);
  }
}

/** A cell without a value stays one. */
const present =
  (convert: Convert): Convert =>
  (value) =>
    value === undefined || value === null ? value : convert(value);

function ofElements(convert: Convert | undefined): Convert | undefined {
  if (!convert) return undefined;
  return present((value) => {
    if (value instanceof Set) return new Set(Array.from(value, convert));
    return Array.isArray(value) ? value.map((element) => convert(element)) : value;
  });
}

/** The keys of a plain object are text already. An array holds keys to remove. */
function ofEntries(key: Convert | undefined, value: Convert | undefined): Convert | undefined {
  if (!key && !value) return undefined;
  const same: Convert = (part) => part;
  const [convertKey, convertValue] = [key ?? same, value ?? same];
  return present((map) => {
    if (Array.isArray(map)) return map.map((part) => convertKey(part));
    if (map instanceof Map) return new Map(Array.from(map, ([k, v]) => [convertKey(k), convertValue(v)]));
    return Object.fromEntries(Object.entries(map as object).map(([k, v]) => [k, convertValue(v)]));
  });
}

function ofItems(converts: readonly (Convert | undefined)[]): Convert | undefined {
  if (converts.every((convert) => !convert)) return undefined;
  return present((value) => {
    if (!(value instanceof types.Tuple)) return value;
    return types.Tuple.fromArray(value.elements.map((item: unknown, index) => converts[index]?.(item) ?? item));
  });
}

function ofVector(type: Extract<CqlType, { kind: 'vector' }>, userTypes: UserTypes, way: Way): Convert {
  const convert = conversionOf(type.element, userTypes, way) ?? ((element: unknown) => element);
  if (way === 'toModel') return present((value) => Array.from(value as Iterable<unknown>, convert));
  const subtype = formatCqlType(type.element);
  return present((value) => {
    if (!Array.isArray(value) && !(value instanceof Float32Array)) return value;
    return new types.Vector(Array.from<unknown, unknown>(value, convert), subtype);
  });
}

/** Values of a type that no class declares stay as the driver has them. */
function ofUserType(mapping: TypeMapping | undefined, userTypes: UserTypes, way: Way): Convert | undefined {
  if (!mapping) return undefined;
  const fields = mapping.fields.map(({ property, column, type }) => ({
    property,
    column,
    convert: conversionOf(type, userTypes, way) ?? ((value: unknown) => value),
  }));
  return way === 'toModel' ? present(toInstance(mapping, fields)) : present(fromInstance(mapping, fields));
}

interface Field {
  readonly property: string;
  readonly column: string;
  readonly convert: Convert;
}

/** Never by `new`: the default of a property would pass for a value. */
function toInstance({ entity }: TypeMapping, fields: readonly Field[]): Convert {
  return (value) => {
    const instance = Object.create(entity.prototype as object) as Record<string, unknown>;
    for (const { property, column, convert } of fields) {
      instance[property] = convert((value as Record<string, unknown>)[column]) ?? undefined;
    }
    return instance;
  };
}

function fromInstance({ entity }: TypeMapping, fields: readonly Field[]): Convert {
  const known = fields.map(({ property }) => property);
  return (value) => {
    if (typeof value !== 'object') return value;
    const problems = unknownProperties(known, value as Record<string, unknown>);
    if (problems.length > 0) throw new InvalidModelCallError(entity.name, problems);
    return Object.fromEntries(
      fields.map(({ property, column, convert }) => [column, convert((value as Record<string, unknown>)[property])]),
    );
  };
}
