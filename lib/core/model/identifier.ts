import { describeValue } from '../text/visible.js';

const BARE = /^[a-z][a-z0-9_]*$/;

// Tried one by one on Cassandra 4.0, 5.0 and 6.0: these are refused, or mean something else, when they stand bare.
const RESERVED = new Set(
  (
    'add allow alter and apply asc authorize batch begin by columnfamily create delete desc describe drop entries ' +
    'execute false from full grant if in index infinity insert into is keyspace limit materialized modify nan ' +
    'norecursive not null of on or order primary rename revoke schema select set table to token true truncate ' +
    'unlogged update use using view where with'
  ).split(' '),
);

// Bare, these are built-in types or functions where a type is expected.
const RESERVED_TYPE_NAMES = new Set(
  (
    'ascii bigint bitstring blob boolean byte cast complex count counter date decimal distinct double duration enum ' +
    'float frozen inet int interval json list macaddr map maxwritetime set smallint text time timestamp timeuuid ' +
    'tinyint ttl tuple uuid varchar varint vector writetime'
  ).split(' '),
);

// The server tells a user type of these names from the built-in type by the missing `<`; it quotes `set`.
const READABLE_TYPE_NAMES = new Set(['frozen', 'list', 'map', 'set', 'tuple', 'vector']);

/** A keyspace, table, column, field, view or index name as CQL text: quoted only where Cassandra would misread it. */
export function quoteName(name: string): string {
  return BARE.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Each of the columns has a given value: `id = ? AND "Name" = ?`. */
export function eachIsGiven(columns: readonly string[]): string {
  return columns.map((column) => `${quoteName(column)} = ?`).join(' AND ');
}

/** Whether the server writes a type of this name down, without quotes, as a word that it cannot read when it starts again. */
export function isPoisonousTypeName(name: string): boolean {
  return RESERVED_TYPE_NAMES.has(name) && !READABLE_TYPE_NAMES.has(name);
}

/** The name of a user type as CQL text; more words are taken there. */
export function quoteTypeName(name: string): string {
  return RESERVED_TYPE_NAMES.has(name) ? `"${name}"` : quoteName(name);
}

/** `orderItems` and `OrderItems` become `order_items`; `HTTPLog2` becomes `http_log2`. */
export function toSnakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** Cassandra takes no others, quoted or not. */
const KEYSPACE_NAME = /^\w{1,48}$/;

/** The reason why no keyspace can have a name, for the end of a sentence; `undefined` where one can. */
export function keyspaceNameProblem(name: string): string | undefined {
  if (KEYSPACE_NAME.test(name)) return undefined;
  return `the name of a keyspace has 1 to 48 letters, digits and _, not ${JSON.stringify(name)}`;
}

interface Named {
  readonly name: string;
}

/** The things whose name an earlier one in the list has already. */
export function duplicates<T extends Named>(things: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return things.filter(({ name }) => seen.has(name) || void seen.add(name));
}

const PATTERN = /^[\w*]+$/;

/** The reason why a value is no pattern of names, if it is none: a name, in which `*` stands for any letters. */
export function namePatternProblem(value: unknown): string | undefined {
  if (typeof value === 'string' && PATTERN.test(value)) return undefined;
  return `${describeValue(value)} is no pattern of names: letters, digits and _, with * for any of them`;
}

/** The first pattern that a name, exact as stored, is of. */
export function patternOf(name: string, patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`, 's').test(name));
}
