import { areThere, progressOf } from '../../backfill/backfill-status.js';
import { BackfillUnfinishedError } from '../../backfill/errors.js';
import { allRecords, isOpen } from '../../backfill/state-row.js';
import { takesAway } from '../../core/backfill/takes-away.js';
import type { Statement } from '../../core/cql/statement.js';
import type { BackfillTools } from './backfill-tools.js';

/**
 * Makes sure that a statement takes nothing away from a backfill in the background that is not finished. Only statements
 * that drop or empty something cost a look.
 * @throws BackfillUnfinishedError
 */
export async function refuseLoss(
  statement: Statement,
  { ddl, runtime }: Pick<BackfillTools, 'ddl' | 'runtime'>,
): Promise<void> {
  if (statement.class.destroys === undefined || ddl.stateKeyspace !== undefined) return;
  const database = { session: ddl, runtime };
  if (!(await areThere(database))) return;
  const { keyspace } = ddl;
  const lost = (await allRecords(ddl)).find(
    (record) => record.background && isOpen(record) && takesAway(statement, { keyspace, ...record }),
  );
  if (lost) throw new BackfillUnfinishedError(lost.name, await progressOf(lost, database), statement.cql);
}
