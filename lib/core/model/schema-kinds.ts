import { formatCount } from '../text/figures.js';
import type { SchemaModel } from './schema-model.js';

type Lists = Omit<SchemaModel, 'keyspace' | 'replication'>;

/** A kind of schema object: one of the lists of `SchemaModel`. A list that is added to it is a kind more. */
export type SchemaKind = keyof Lists;

/** The objects of each kind. An object literal of this type names every kind, so that a new one breaks the build. */
export type SchemaObjects = Pick<SchemaModel, SchemaKind>;

/** A value for each kind. */
export type OfEachKind<T> = Readonly<Record<SchemaKind, T>>;

/** A function for each kind: what is done with its objects. */
export type ForEachKind<R> = { readonly [K in SchemaKind]: (objects: SchemaModel[K]) => R };

export const NO_OBJECTS: SchemaObjects = { types: [], tables: [], views: [] };

export function emptySchema(keyspace: string): SchemaModel {
  return { keyspace, ...NO_OBJECTS };
}

/** The same keyspace with other objects. */
export function withObjects(schema: SchemaModel, objects: SchemaObjects): SchemaModel {
  return { ...schema, ...objects };
}

/** Results of all kinds, in the order of the table's rows. */
export function fromEachKind<R>(schema: SchemaModel, table: ForEachKind<readonly R[]>): readonly R[] {
  const kinds = Object.keys(table) as readonly SchemaKind[];
  return kinds.flatMap((kind) => resultsOf(kind, schema, table));
}

function resultsOf<K extends SchemaKind, R>(
  kind: K,
  schema: SchemaModel,
  table: ForEachKind<readonly R[]>,
): readonly R[] {
  return table[kind](schema[kind]);
}

export function countObjects({ types, tables, views }: SchemaObjects): OfEachKind<number> {
  return { types: types.length, tables: tables.length, views: views.length };
}

const NOUNS: OfEachKind<string> = { tables: 'table', views: 'view', types: 'type' };

/** `14 tables, 1 view, 3 types`; views are so rare that none are not mentioned. */
export function formatObjects(objects: OfEachKind<number>): string {
  const kinds = Object.keys(NOUNS) as readonly SchemaKind[];
  const mentioned = kinds.filter((kind) => kind !== 'views' || objects.views > 0);
  return mentioned.map((kind) => formatCount(objects[kind], NOUNS[kind])).join(', ');
}
