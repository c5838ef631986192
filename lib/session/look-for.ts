import { createdShape } from '../core/cql/created-shape.js';
import { namesAfter, outcomeOf, type Outcome } from '../core/cql/expectation.js';
import type { CatalogQuery } from '../core/cql/shape.js';
import { quoteLiteral } from '../core/lexer/tokenize.js';
import { findNames } from './find-names.js';
import type { Row, Session } from './session.js';

/**
 * Compares the schema with what a statement leaves behind: its names, and the shape of what it makes. Somebody else's
 * table of the same name is `different`, not `done`.
 */
export async function lookFor(session: Session, cql: string): Promise<Outcome> {
  const outcome = await lookForNames(session, cql);
  const shape = outcome === 'done' ? createdShape(cql, session.keyspace) : undefined;
  if (!shape) return outcome;
  const [rows = [], others = []] = await Promise.all(shape.queries.map((query) => rowsOf(session, query)));
  const isSame = shape.isIn(rows, others);
  if (isSame === undefined) return 'unknown';
  return isSame ? 'done' : 'different';
}

/** Compares names only: one read. */
export async function lookForNames(session: Session, cql: string): Promise<Exclude<Outcome, 'different'>> {
  const after = namesAfter(cql, session.keyspace);
  return after ? outcomeOf(after, await findNames(session, after.place)) : 'unknown';
}

// Literals, not bound values: a read that is sent once would be two requests if it were prepared.
async function rowsOf(session: Session, { table, where }: CatalogQuery): Promise<readonly Row[]> {
  const conditions = Object.entries(where).map(([column, value]) => `${column} = ${quoteLiteral(value)}`);
  return (await session.execute(`SELECT * FROM system_schema.${table} WHERE ${conditions.join(' AND ')}`)).rows;
}
