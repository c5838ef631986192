import { parseKey } from '../../core/catalog/parse-key.js';
import { readBindings } from '../../core/cql/read-bindings.js';
import { readColumns } from '../../session/introspect.js';
import type { Row, Session } from '../../session/session.js';

/** A statement with its values, or a row that was read by one. */
export interface SentStatement {
  readonly cql: string;
  readonly params: readonly unknown[];
  /** The last row that was handed out of its answer. */
  readonly row?: Row | undefined;
}

export type RowKey = Readonly<Record<string, unknown>>;

/**
 * The key of the row that a statement was about, or that was last read, so that a person can look at it. Other columns are
 * omitted, because they may be confidential. `undefined` if the key is unknown; reads it from the schema.
 */
export async function keyOfRow(session: Session, { cql, params, row }: SentStatement): Promise<RowKey | undefined> {
  const { table, columns } = readBindings(cql);
  if (!table) return undefined;
  const bound = columns.flatMap((column, index) => (column === undefined ? [] : [[column, params[index]] as const]));
  const known = row ?? Object.fromEntries(bound);
  const key = parseKey(await readColumns(session, table.keyspace ?? session.keyspace, table.name));
  const found = key.filter((column) => known[column] !== undefined && known[column] !== null);
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map((column) => [column, known[column]]));
}
