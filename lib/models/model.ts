import type { mapping, types } from 'cassandra-driver';
import type { Assignment, Condition, ContentCondition, DistanceOrder } from './operators.js';

/** The properties of an entity without its methods. */
export type PropertyOf<T> = {
  [K in keyof T]-?: NonNullable<T[K]> extends (...args: never[]) => unknown ? never : K;
}[keyof T] &
  string;

/** A value as a write takes it: `undefined` leaves the cell as it is, `null` deletes it. */
export type Value<V> = V | null | undefined | (NonNullable<V> extends readonly number[] ? Float32Array : never);

/** A row, or part of one. */
export type RowOf<T> = { readonly [K in PropertyOf<T>]?: Value<T[K]> };

/** A row whose counters and collections may be changed in place. */
export type UpdateOf<T> = { readonly [K in PropertyOf<T>]?: Value<T[K]> | ChangeOf<NonNullable<T[K]>> };

type ChangeOf<V> = V extends number | bigint | types.Long
  ? Assignment<number>
  : V extends readonly (infer E)[] | ReadonlySet<infer E>
    ? Assignment<readonly E[]>
    : V extends ReadonlyMap<infer K, unknown>
      ? Assignment<V> | Assignment<readonly K[]>
      : V extends string | boolean | Date | types.Uuid
        ? never
        : Assignment<V> | Assignment<readonly string[]>;

/** Complete primary key, by property. The compiler cannot know which properties are keys: that is checked when it runs. */
export type KeyOf<T> = { readonly [K in PropertyOf<T>]?: NonNullable<T[K]> };

/** Conditions on rows, all of which must hold. */
export type Where<T> = {
  readonly [K in PropertyOf<T>]?: T[K] | Condition<NonNullable<T[K]>> | ContentCondition<ContentOf<NonNullable<T[K]>>>;
};

type ContentOf<V> = V extends readonly (infer E)[] | ReadonlySet<infer E>
  ? E
  : V extends ReadonlyMap<infer K, infer E>
    ? K | E
    : V extends Readonly<Record<string, infer E>>
      ? E | string
      : never;

/** Conditions of a lightweight transaction. */
export type When<T> = { readonly [K in PropertyOf<T>]?: T[K] | null | Condition<NonNullable<T[K]>> };

export interface GetOptions<T> {
  /** Properties to read. All by default. */
  readonly fields?: readonly PropertyOf<T>[] | undefined;
  /** Name of an execution profile of the client: consistency, time-out and retry policy are its business. */
  readonly profile?: string | undefined;
}

export interface RowsOptions<T> extends GetOptions<T> {
  readonly orderBy?: { readonly [K in PropertyOf<T>]?: 'asc' | 'desc' | DistanceOrder } | undefined;
  readonly limit?: number | undefined;
  readonly allowFiltering?: boolean | undefined;
  /** Rows that are asked for at a time: that of the client by default. */
  readonly fetchSize?: number | undefined;
}

export interface PageOptions<T> extends Omit<RowsOptions<T>, 'limit' | 'fetchSize'> {
  readonly size: number;
  /** `cursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent after the last page. */
  readonly cursor?: string;
}

interface Sending {
  /** Microseconds since 1970. */
  readonly timestamp?: number | types.Long | undefined;
  /** Name of an execution profile of the client. */
  readonly profile?: string | undefined;
}

export interface InsertOptions extends Sending {
  /** Seconds. */
  readonly ttl?: number | undefined;
  readonly ifNotExists?: boolean | undefined;
}

export type UpdateOptions<T> = Sending & { readonly ttl?: number | undefined } & Conditional<T>;

export type RemoveOptions<T> = Sending & Conditional<T>;

type Conditional<T> =
  | { readonly ifExists?: boolean | undefined; readonly when?: undefined }
  | { readonly ifExists?: undefined; readonly when?: When<T> | undefined };

/** Outcome of a write. Only a lightweight transaction may not be applied. */
export interface WriteOutcome<T> {
  readonly applied: boolean;
  /** Columns that the server returned because the condition did not hold. */
  readonly existing?: T;
}

/** Reads a table or materialized view. */
export interface ReadModel<T extends object> {
  /** Returns the row of a complete key. */
  get(key: KeyOf<T>, options?: GetOptions<T>): Promise<T | undefined>;
  /**
   * Returns every matching row, of all pages.
   * @throws TooManyRowsError where there are more than 10 000 and no limit is given
   */
  find(where: Where<T>, options?: RowsOptions<T>): Promise<readonly T[]>;
  /** Every matching row, one page in memory at a time. */
  rows(where?: Where<T>, options?: RowsOptions<T>): AsyncIterable<T>;
  /** @throws InvalidCursorError where the cursor belongs to another query */
  page(where: Where<T>, options: PageOptions<T>): Promise<Page<T>>;
  /**
   * The same model bound to another keyspace, such as that of a tenant: the exact name, which must be known to be one.
   * @throws InvalidModelCallError where it is no name of a keyspace, or the entity names its own
   */
  in(keyspace: string): ReadModel<T>;
  /** The driver's own mapper of this entity. */
  readonly mapper: mapping.ModelMapper<T>;
}

/** Reads and writes a table. */
export interface Model<T extends object> extends ReadModel<T> {
  in(keyspace: string): Model<T>;
  insert(row: RowOf<T>, options?: InsertOptions): Promise<WriteOutcome<T>>;
  update(row: UpdateOf<T>, options?: UpdateOptions<T>): Promise<WriteOutcome<T>>;
  /** Removes one row; only its key is read from `row`. */
  remove(row: RowOf<T>, options?: RemoveOptions<T>): Promise<WriteOutcome<T>>;
  /** Removes a partition, or the rows of it that conditions on the clustering key name. */
  removeAll(partition: Where<T>, options?: Pick<InsertOptions, 'timestamp' | 'profile'>): Promise<void>;
  /** Writes to be sent together by `mapper.batch([…])`. */
  readonly batching: ModelBatching<T>;
}

export type BatchedInsert = Omit<InsertOptions, 'timestamp' | 'profile'>;
export type BatchedUpdate<T> = { readonly ttl?: number | undefined } & Conditional<T>;

export interface ModelBatching<T extends object> {
  insert(row: RowOf<T>, options?: BatchedInsert): mapping.ModelBatchItem;
  update(row: UpdateOf<T>, options?: BatchedUpdate<T>): mapping.ModelBatchItem;
  remove(row: RowOf<T>, options?: Conditional<T>): mapping.ModelBatchItem;
}
