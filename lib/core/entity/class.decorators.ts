import type { TableOptions } from '../model/options/table-options.js';
import { ownRecord, type EntityClass, type ViewKeyColumn } from './metadata.js';

export interface EntityOptions {
  /** The table's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
  /** The keyspace, where it is not that of the connection. It must exist. */
  readonly keyspace?: string;
  /** Table options. One that is not given here is not managed: the database keeps what it has. */
  readonly options?: TableOptions;
}

/**
 * Declares a class as a table.
 * @publicApi
 */
export function Entity({ name, keyspace, options = {} }: EntityOptions = {}): ClassDecorator {
  return (target) => void ownRecord(target).classes.push({ kind: 'table', name, keyspace, options });
}

export interface UserTypeOptions {
  /** The type's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
  /** The keyspace, where it is only for one. By default the type is made wherever an entity uses it. */
  readonly keyspace?: string;
}

/**
 * Declares a class as a user type; its properties carry `@Field`.
 * @publicApi
 */
export function UserType({ name, keyspace }: UserTypeOptions = {}): ClassDecorator {
  return (target) => void ownRecord(target).classes.push({ kind: 'type', name, keyspace });
}

export interface MaterializedViewOptions {
  /** The view's name, exactly as stored. By default the class name in snake case. */
  readonly name?: string;
  /** The entity whose table the view follows; it must be registered with the same connection. */
  readonly of: () => EntityClass;
  /** Properties of the base entity, or columns of its table. Every key column of the base must be in the view's key. */
  readonly partitionKey: readonly string[];
  /** As `partitionKey`; `{ column, order: 'desc' }` for a descending one. */
  readonly clusteringKey?: readonly ViewKeyColumn[];
  /** Relations in CQL that choose rows, such as `rating > 3`. Key columns are never null in any case. */
  readonly where?: readonly string[];
  readonly options?: Omit<TableOptions, 'defaultTimeToLive'>;
}

/**
 * Declares a class as a materialized view. Its `@Column`s are what the view selects beside its key; without any it
 * selects everything, and grows with its base table.
 * @publicApi
 */
export function MaterializedView(view: MaterializedViewOptions): ClassDecorator {
  const { name, of: base, partitionKey, clusteringKey = [], where = [], options = {} } = view;
  return (target) => {
    ownRecord(target).classes.push({ kind: 'view', name, base, partitionKey, clusteringKey, where, options });
  };
}
