import { quoteTypeName } from './identifier.js';

export const NATIVE_TYPES = [
  'ascii',
  'bigint',
  'blob',
  'boolean',
  'counter',
  'date',
  'decimal',
  'double',
  'duration',
  'float',
  'inet',
  'int',
  'smallint',
  'text',
  'time',
  'timestamp',
  'timeuuid',
  'tinyint',
  'uuid',
  'varint',
] as const;

export type NativeTypeName = (typeof NATIVE_TYPES)[number];

/**
 * A CQL type in the one form in which the server prints it: tuples are always frozen, a frozen collection freezes what
 * is inside it, a vector is never called frozen, `varchar` is `text`. Two types are equal when they print alike.
 */
export type CqlType =
  | { readonly kind: 'native'; readonly name: NativeTypeName }
  | { readonly kind: 'list' | 'set'; readonly element: CqlType; readonly frozen: boolean }
  | { readonly kind: 'map'; readonly key: CqlType; readonly value: CqlType; readonly frozen: boolean }
  | { readonly kind: 'tuple'; readonly items: readonly CqlType[] }
  | { readonly kind: 'vector'; readonly element: CqlType; readonly dimension: number }
  | { readonly kind: 'user'; readonly name: string; readonly frozen: boolean }
  | { readonly kind: 'custom'; readonly className: string };

export function formatCqlType(type: CqlType): string {
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
    case 'set':
      return frozenIf(type.frozen, `${type.kind}<${formatCqlType(type.element)}>`);
    case 'map':
      return frozenIf(type.frozen, `map<${formatCqlType(type.key)}, ${formatCqlType(type.value)}>`);
    case 'tuple':
      return frozenIf(true, `tuple<${type.items.map(formatCqlType).join(', ')}>`);
    case 'vector':
      return `vector<${formatCqlType(type.element)}, ${type.dimension}>`;
    case 'user':
      return frozenIf(type.frozen, quoteTypeName(type.name));
    case 'custom':
      return `'${type.className.replaceAll("'", "''")}'`;
  }
}

export function sameCqlType(a: CqlType, b: CqlType): boolean {
  return formatCqlType(a) === formatCqlType(b);
}

/** Type as `frozen<…>` makes it, with everything inside. */
export function freeze(type: CqlType): CqlType {
  switch (type.kind) {
    case 'list':
    case 'set':
      return { ...type, element: freeze(type.element), frozen: true };
    case 'map':
      return { ...type, key: freeze(type.key), value: freeze(type.value), frozen: true };
    case 'user':
      return { ...type, frozen: true };
    case 'native':
    case 'tuple':
    case 'vector':
    case 'custom':
      return type;
  }
}

/** Whether values are stored cell by cell: a collection or user type that is not frozen. */
export function isMultiCell(type: CqlType): boolean {
  return 'frozen' in type && !type.frozen;
}

/** The types directly inside a type. */
export function partsOf(type: CqlType): readonly CqlType[] {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'vector':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'tuple':
      return type.items;
    case 'native':
    case 'user':
    case 'custom':
      return [];
  }
}

/** A type and everything inside it. */
export function flatten(type: CqlType): readonly CqlType[] {
  return [type, ...partsOf(type).flatMap(flatten)];
}

/** Names of the user types a type is made of. */
export function userTypesIn(type: CqlType): readonly string[] {
  return flatten(type).flatMap((part) => (part.kind === 'user' ? [part.name] : []));
}

export function isNative(type: CqlType, name: NativeTypeName): boolean {
  return type.kind === 'native' && type.name === name;
}

const frozenIf = (frozen: boolean, text: string) => (frozen ? `frozen<${text}>` : text);
