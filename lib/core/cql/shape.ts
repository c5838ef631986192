import type { CatalogRow } from '../catalog/catalog-rows.js';
import type { DdlStatement } from './classify-statement.js';
import type { Token } from '../lexer/tokenize.js';

/** A read of `system_schema`: the rows of a table that have these values. */
export interface CatalogQuery {
  readonly table: string;
  readonly where: Readonly<Record<string, string>>;
}

/** The thing that a statement makes, in a form that can be compared with the catalogue. */
export interface CreatedShape {
  readonly queries: readonly CatalogQuery[];
  /** Whether the rows of the first query, and of the second, are what the statement makes; `undefined` if unknown. */
  readonly isIn: (rows: readonly CatalogRow[], others: readonly CatalogRow[]) => boolean | undefined;
}

/** A statement that makes something, taken apart. */
export interface CreatingStatement {
  readonly tokens: readonly Token[];
  readonly statement: DdlStatement;
  /** The keyspace, and the name in it. */
  readonly at: { readonly keyspace: string; readonly name: string };
}
