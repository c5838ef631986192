/** One difference between a database and the entities, as data: `present-difference` makes the words. */
export interface Difference {
  readonly sign: '+' | '~' | '−';
  /** The table, view, user type or keyspace that differs. */
  readonly object: SchemaObject;
  /** The part of the object that differs; absent where it is the whole object. */
  readonly part?: DifferencePart | undefined;
  /** The state in the database: a CQL type, a value, the columns. Absent where there is nothing. */
  readonly from?: string | undefined;
  /** The declared state. Absent where nothing is declared. */
  readonly to?: string | undefined;
}

/** A thing of a keyspace by its kind and name, exactly as stored. */
export interface SchemaObject {
  readonly kind: 'keyspace' | 'table' | 'view' | 'type';
  readonly name: string;
}

export interface DifferencePart {
  /** `key` is the primary key or the clustering order; `option` a table option, or the replication of a keyspace. */
  readonly kind: 'column' | 'field' | 'index' | 'key' | 'option';
  readonly name: string;
}

export const tableNamed = (name: string): SchemaObject => ({ kind: 'table', name });
export const viewNamed = (name: string): SchemaObject => ({ kind: 'view', name });
export const typeNamed = (name: string): SchemaObject => ({ kind: 'type', name });
