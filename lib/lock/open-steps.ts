import { type Claim, objectOf } from '../core/plan/claim.js';
import { existingTables, JOURNAL_TABLE, ownRows } from '../session/own-tables.js';
import type { Session } from '../session/session.js';

/**
 * Statements of migrations that were sent and whose outcome is not known, as claims. They name no identity: whatever a
 * sync would send about the same object, it is another statement.
 */
export async function openSteps(session: Session): Promise<readonly Claim[]> {
  if ((await existingTables(session, [JOURNAL_TABLE])).size === 0) return [];
  const { table, where, params } = ownRows(session, JOURNAL_TABLE);
  const query = `SELECT cql, state FROM ${table}${where}`;
  const { rows } = await session.execute(query, params, { consistency: 'quorum', idempotent: true });
  return rows.flatMap(({ cql, state }) => {
    const object = state === 'started' && typeof cql === 'string' ? objectOf(cql, session.keyspace) : undefined;
    return object === undefined ? [] : [{ object, cql: String(cql), made: true }];
  });
}
