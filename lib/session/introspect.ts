import { CATALOG_TABLES, type CatalogRows } from '../core/catalog/catalog-rows.js';
import { parseCatalog } from '../core/catalog/parse-catalog.js';
import { quoteLiteral } from '../core/model/literal.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import { KeyspaceMissingError } from './errors.js';
import type { Session } from './session.js';

/** How many statements one introspection sends. */
export const READS = CATALOG_TABLES.length;

/**
 * Reads the schema of the session's keyspace: a handful of SELECTs at once, however many tables there are.
 * @throws KeyspaceMissingError
 */
export async function introspect(session: Session): Promise<SchemaModel> {
  const read = async (table: string) =>
    (await session.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = ${literal(session)}`)).rows;
  const results = await Promise.all(CATALOG_TABLES.map(async (table) => [table, await read(table)] as const));
  const rows = Object.fromEntries(results) as CatalogRows;
  if (rows.keyspaces.length === 0) throw new KeyspaceMissingError(session.keyspace);
  return parseCatalog(session.keyspace, rows);
}

// A literal, not a bound value: these run once for each start, and preparing them would double the requests.
const literal = ({ keyspace }: Session) => quoteLiteral(keyspace);
