import type { ColumnDefinition } from '../../cql/column-definition.js';
import type { QualifiedName } from '../../cql/qualified-name.js';

/** Schema as the migrations so far define it. What was there before the first one is not known. */
export interface KnownSchema {
  readonly tables: ReadonlyMap<string, KnownTable>;
  /** The migration that made it, by name. */
  readonly types: ReadonlyMap<string, string>;
  readonly indexes: ReadonlyMap<string, KnownIndex>;
  readonly views: ReadonlyMap<string, KnownView>;
  /** Tables that a migration has dropped and none has made again: which one. */
  readonly gone: ReadonlyMap<string, string>;
}

export interface KnownTable {
  /** The migration that made it; `undefined` where it was there before. */
  readonly origin: string | undefined;
  readonly columns: ReadonlyMap<string, ColumnDefinition>;
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly string[];
  readonly dropped: ReadonlyMap<string, DroppedDefinition>;
}

/** A column that a migration has dropped. */
export interface DroppedDefinition {
  readonly origin: string;
  /** `undefined` where no migration says what it was. */
  readonly column: ColumnDefinition | undefined;
}

export interface KnownIndex {
  readonly table: string;
  readonly column: string | undefined;
  readonly origin: string;
}

export interface KnownView {
  readonly base: string;
  readonly origin: string;
}

export const UNKNOWN_TABLE: KnownTable = {
  origin: undefined,
  columns: new Map(),
  partitionKey: [],
  clusteringKey: [],
  dropped: new Map(),
};

/**
 * Whether a key may stand for the same thing as another. While the target keyspace is not known, `i` and `shop.i` may: a
 * statement that drops one of them is no reason to find fault with the other.
 */
export function mayBe(one: string, other: string, target: string | undefined): boolean {
  return one === other || (target === undefined && (one.endsWith(`.${other}`) || other.endsWith(`.${one}`)));
}

/** How a thing is called in the maps above: with its keyspace only where that is another than the target. */
export function keyOf({ keyspace, name }: QualifiedName, target: string | undefined): string {
  return keyspace === undefined || keyspace === target ? name : `${keyspace}.${name}`;
}
