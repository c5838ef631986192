import { sharedSignal } from '../../session/in-time.js';
import { recordOf } from '../backfill-status.js';
import { BackfillRefusedError } from '../errors.js';
import type { BackfillRecord } from '../state-row.js';
import type { Definitions } from './background-definition.js';
import type { BackfillLocking } from './under-backfill-lock.js';
import { beginFinishing, finishVerified } from './finish-verified.js';
import type { BackfillVerification, VerifyBackfillOptions } from './results.js';
import { verifyBackfill } from './verify-backfill.js';

export interface BackfillDependencies extends BackfillLocking {
  readonly definitions: () => Promise<Definitions>;
  /** Aborts when the process is asked to stop. */
  readonly interruption?: AbortSignal | undefined;
}

/** Compares what the backfill of a name was to write with what is there, and finishes it where that is asked for. */
export async function verifyByName(
  name: string,
  dependencies: BackfillDependencies,
  options: VerifyBackfillOptions,
): Promise<BackfillVerification> {
  const { database: connect, definitions, report, interruption, lockWait } = dependencies;
  const { hash = false, finish = false, signal } = options;
  const database = await connect();
  const record = await recordOf(name, database);
  refuseForeground(record);
  const ending = sharedSignal([signal, interruption].flatMap((one) => one ?? []));
  const defined = await (await definitions()).get(name);
  const finishing = { ...dependencies, lockWait: options.lockWait ?? lockWait, defined };
  const before = finish ? await beginFinishing(finishing) : undefined;
  // Rows whose values were not compared do not count as equal.
  const comparison = await verifyBackfill(defined, { database, report, signal: ending, hash: hash || finish });
  if (!before || comparison.outcome !== 'equal') return { name, state: record?.state, ...comparison };
  await finishVerified(finishing, before, comparison.rows);
  return { name, state: 'finished', ...comparison };
}

/**
 * Makes sure that the record is of a backfill in the background, if there is one.
 * @throws BackfillRefusedError
 */
function refuseForeground(record: BackfillRecord | undefined): void {
  if (!record || record.background) return;
  const { name, migration = 'a migration' } = record;
  const problem = `it is a part of ${migration}, and only that knows what it writes`;
  throw new BackfillRefusedError(name, problem, "In a migration, a copy is compared by copyTable({ verify: 'hash' }).");
}
