import { CATALOG_TABLES, type CatalogRow, type CatalogRows } from '../core/catalog/catalog-rows.js';
import { quoteLiteral } from '../core/lexer/tokenize.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import { splitCatalog } from '../core/tenants/split-catalog.js';
import { inTurns } from './in-time.js';
import type { Session } from './session.js';

/** Keyspaces that one request asks for. */
export const CHUNK = 50;

export interface ManySchemas {
  /** Keyspaces that do not exist are absent. */
  readonly schemas: ReadonlyMap<string, SchemaModel>;
  /** Requests that were sent, further pages aside. */
  readonly reads: number;
}

/** Reads the schemas of many keyspaces in a few SELECTs, so many of them at once. */
export async function introspectMany(
  session: Session,
  keyspaces: readonly string[],
  concurrency: number,
): Promise<ManySchemas> {
  const chunks = Array.from({ length: Math.ceil(keyspaces.length / CHUNK) }, (_, index) =>
    keyspaces.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  const queries = CATALOG_TABLES.flatMap((table) => chunks.map((chunk) => ({ table, cql: selectFrom(table, chunk) })));
  const rows: Record<(typeof CATALOG_TABLES)[number], readonly CatalogRow[]> = { ...NO_ROWS };
  const answers = await inTurns(queries, concurrency, ({ cql }) => session.execute(cql));
  for (const [index, { table }] of queries.entries()) rows[table] = [...rows[table], ...(answers[index]?.rows ?? [])];
  return { schemas: splitCatalog(rows), reads: queries.length };
}

// Literals, not bound values: to prepare a statement that runs once doubles the requests.
function selectFrom(table: string, keyspaces: readonly string[]): string {
  return `SELECT * FROM system_schema.${table} WHERE keyspace_name IN (${keyspaces.map(quoteLiteral).join(', ')})`;
}

const NO_ROWS: CatalogRows = {
  keyspaces: [],
  tables: [],
  columns: [],
  dropped_columns: [],
  indexes: [],
  types: [],
  views: [],
};
