import type { CanonicalOptions } from '../options/table-options.js';
import { type CqlType, userTypesIn } from './cql-type.js';
import type { Replication } from './replication.js';

/**
 * A keyspace's schema as plain data. Entities and catalogue rows are both read into it, so that they can be compared.
 * Names are exact, as stored. `declaredBy` says where a declared thing stands in the code (`Product`, `Product.price`).
 */
export interface SchemaModel {
  readonly keyspace: string;
  readonly types: readonly TypeModel[];
  readonly tables: readonly TableModel[];
  readonly views: readonly ViewModel[];
  /** Known of every live keyspace; declared only where the application creates its keyspace. */
  readonly replication?: Replication | undefined;
}

/** A user type; its fields in order. */
export interface TypeModel {
  readonly name: string;
  readonly fields: readonly FieldModel[];
  /** Same as for a table; always empty for a declared type. */
  readonly unmanaged?: readonly string[] | undefined;
  readonly declaredBy?: string | undefined;
}

export interface FieldModel {
  readonly name: string;
  readonly type: CqlType;
  readonly declaredBy?: string | undefined;
}

export interface TableModel {
  readonly name: string;
  /** Every column, those of the key included. Their order means nothing: the server does not keep it. */
  readonly columns: readonly ColumnModel[];
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly ClusteringColumn[];
  readonly indexes: readonly IndexModel[];
  readonly options: CanonicalOptions;
  /** Columns dropped in the past: they limit what may be added again. Empty for a declared table. */
  readonly droppedColumns: readonly DroppedColumn[];
  /** Properties of the table that coodie does not manage, for messages (`compact storage`). */
  readonly unmanaged: readonly string[];
  readonly declaredBy?: string | undefined;
}

export interface ColumnModel {
  readonly name: string;
  readonly type: CqlType;
  readonly static: boolean;
  /** The function that hides its values from most users; known where it was asked for, never declared, never compared. */
  readonly mask?: string | undefined;
  readonly declaredBy?: string | undefined;
}

export interface DroppedColumn {
  readonly name: string;
  readonly type: CqlType;
  readonly static: boolean;
}

export interface ClusteringColumn {
  readonly column: string;
  readonly order: 'asc' | 'desc';
}

export const INDEX_TARGETS = ['values', 'keys', 'entries', 'full'] as const;
export type IndexTarget = (typeof INDEX_TARGETS)[number];

export interface IndexModel {
  readonly name: string;
  readonly column: string;
  /** Indexed part of the column; a column that is no collection has only `values`. */
  readonly target: IndexTarget;
  /** `undefined`: the built-in secondary index, or whatever the server's default is. */
  readonly using?: string | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly declaredBy?: string | undefined;
}

/** A materialized view. */
export interface ViewModel {
  readonly name: string;
  readonly baseTable: string;
  /** `all` follows the base table as it grows; the columns of the key are always among them. */
  readonly columns: readonly string[] | 'all';
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly ClusteringColumn[];
  /** Relations as `parseRelations` formats them. */
  readonly where: readonly string[];
  readonly options: CanonicalOptions;
  /** Same as for a table; always empty for a declared view. */
  readonly unmanaged?: readonly string[] | undefined;
  readonly declaredBy?: string | undefined;
}

/** The names of the columns of a table's or view's key: first the partition key, then the clustering. */
export function keyColumns(keyed: Pick<TableModel, 'partitionKey' | 'clusteringKey'>): readonly string[] {
  return [...keyed.partitionKey, ...keyed.clusteringKey.map(({ column }) => column)];
}

/** Shows columns that were never declared, and cannot change its shape. */
export const COMPACT_STORAGE = 'compact storage';

/** Whether an entity could declare a table at all. */
export function isManageable({ unmanaged }: Pick<TableModel, 'unmanaged'>): boolean {
  return !unmanaged.includes(COMPACT_STORAGE);
}

/** The names of all user types that some types are made of, at any depth. */
export function typesUsedBy(declared: readonly TypeModel[], types: readonly CqlType[]): ReadonlySet<string> {
  const direct = new Set(types.flatMap(userTypesIn));
  const used = declared.filter(({ name }) => direct.has(name));
  const fields = used.flatMap((type) => type.fields.map((field) => field.type));
  if (fields.length === 0) return direct;
  // Each type is looked into once, so that types that hold each other come to an end.
  const others = declared.filter((type) => !used.includes(type));
  return new Set([...direct, ...typesUsedBy(others, fields)]);
}
