import { objectOf } from '../core/plan/claim.js';
import type { DdlSession } from '../session/session.js';
import { ClaimsRow } from './claims-row.js';
import { EarlierStatementsError } from './errors.js';

/**
 * Makes sure that no host which is silent may still run a statement of a sync about the object of another statement.
 * Sends nothing where every host answers.
 * @throws EarlierStatementsError | UnreadableClaimsError
 */
export async function assertUnclaimed(ddl: DdlSession, cql: string): Promise<void> {
  const silent = ddl.silentHosts();
  const object = silent.length === 0 ? undefined : objectOf(cql, ddl.keyspace);
  if (object === undefined) return;
  const claims = (await new ClaimsRow(ddl).read()).filter((claim) => claim.object === object);
  if (claims.length > 0) throw new EarlierStatementsError(ddl.keyspace, claims, silent);
}
