import type { Value } from './value.js';

/** A value as a statement writes it down. */
export type Term =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'marker'; readonly index: number }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Term[] }
  | { readonly kind: 'set'; readonly items: readonly Term[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Term, Term])[] };

export interface TableName {
  readonly keyspace: string | undefined;
  readonly name: string;
}

export interface Comparison {
  readonly column: string;
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'IN';
  readonly terms: readonly Term[];
}

export interface Selector {
  readonly of: 'column' | 'ttl' | 'writetime' | 'count';
  readonly column: string;
  readonly as: string;
}

export interface Select {
  readonly kind: 'select';
  readonly table: TableName;
  /** Empty for `*`. */
  readonly selectors: readonly Selector[];
  readonly where: readonly Comparison[];
  readonly limit: Term | undefined;
  readonly filtering: boolean;
}

export interface Assignment {
  readonly column: string;
  /** `c = x`, `c = c + x`, `c = c - x`, `c = x + c`. */
  readonly operator: 'set' | 'add' | 'subtract' | 'prepend';
  readonly term: Term;
}

/** Condition of a lightweight transaction. */
export type Condition =
  | { readonly kind: 'not-exists' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'columns'; readonly comparisons: readonly Comparison[] };

export interface Using {
  readonly ttl?: Term | undefined;
  readonly timestamp?: Term | undefined;
}

export interface Modification {
  readonly kind: 'write';
  readonly verb: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly table: TableName;
  /** Of an INSERT, its key columns are here, too. */
  readonly assignments: readonly Assignment[];
  readonly where: readonly Comparison[];
  /** Of a DELETE of single columns. */
  readonly deleted: readonly string[];
  readonly using: Using;
  readonly condition: Condition | undefined;
}

export interface Batch {
  readonly kind: 'batch';
  readonly using: Using;
  readonly writes: readonly Modification[];
}

export interface SchemaStatement {
  readonly kind: 'schema';
  readonly cql: string;
}

export interface Truncate {
  readonly kind: 'truncate';
  readonly table: TableName;
}

export type Statement = Select | Modification | Batch | SchemaStatement | Truncate;
