import {
  CATALOG_TABLES,
  MASK_TABLE,
  mayHaveMasks,
  type CatalogRow,
  type CatalogRows,
} from '../core/catalog/catalog-rows.js';
import { parseCatalog } from '../core/catalog/parse-catalog.js';
import { quoteLiteral } from '../core/lexer/tokenize.js';
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
  return parseCatalog(session.keyspace, await readRows(session));
}

/**
 * The same with the masks of columns, for callers that show or copy a schema: one more read on servers that have masks.
 * @throws KeyspaceMissingError
 */
export async function introspectWithMasks(session: Session): Promise<SchemaModel> {
  const rows = await readRows(session);
  const masks = mayHaveMasks(rows) ? await readTable(session, MASK_TABLE) : [];
  return parseCatalog(session.keyspace, { ...rows, [MASK_TABLE]: masks });
}

async function readRows(session: Session): Promise<CatalogRows> {
  const read = async (table: (typeof CATALOG_TABLES)[number]) => [table, await readTable(session, table)] as const;
  const rows = Object.fromEntries(await Promise.all(CATALOG_TABLES.map(read))) as CatalogRows;
  if (rows.keyspaces.length === 0) throw new KeyspaceMissingError(session.keyspace);
  return rows;
}

async function readTable(session: Session, table: string): Promise<readonly CatalogRow[]> {
  const query = `SELECT * FROM system_schema.${table} WHERE keyspace_name = ${literal(session)}`;
  return (await session.execute(query)).rows;
}

// A literal, not a bound value: these run once for each start, and preparing them would double the requests.
const literal = ({ keyspace }: Session) => quoteLiteral(keyspace);

/** Rows of `system_schema.columns` about the key and the types of one table; none where there is no such table. */
export async function readColumns(session: Session, keyspace: string, table: string): Promise<readonly CatalogRow[]> {
  const query =
    'SELECT column_name, kind, position, type FROM system_schema.columns WHERE keyspace_name = ' +
    `${quoteLiteral(keyspace)} AND table_name = ${quoteLiteral(table)}`;
  return (await session.execute(query)).rows;
}

/** Identity of a table, and the seconds that its tombstones are kept; `undefined` where there is no such table. */
export async function readTableFacts(
  session: Session,
  keyspace: string,
  table: string,
): Promise<{ readonly id: string; readonly gcGrace: number } | undefined> {
  const query =
    'SELECT id, gc_grace_seconds FROM system_schema.tables WHERE keyspace_name = ' +
    `${quoteLiteral(keyspace)} AND table_name = ${quoteLiteral(table)}`;
  const [row] = (await session.execute(query)).rows;
  return row && { id: String(row['id']), gcGrace: Number(row['gc_grace_seconds']) };
}
