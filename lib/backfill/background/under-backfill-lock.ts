import type { Report } from '../../core/progress/progress.js';
import { LeaseLostError } from '../../lock/errors.js';
import type { LeaseLock } from '../../lock/lease-lock.js';
import { underLock, type LockContext } from '../../lock/under-lock.js';
import { BACKFILL_TABLES } from '../../session/backfill-tables.js';
import type { Database } from '../../session/session.js';
import type { LeasedAccess } from '../begin-backfill.js';
import { lostLease } from '../errors.js';
import { heldUntil } from '../hold.js';

export interface BackfillLocking {
  readonly database: () => Promise<Database>;
  /** The lock of a backfill: one process works on it, unless a queue says which does what. */
  readonly lock: (database: Database, backfill: string) => LeaseLock;
  readonly report: Report;
  /** Seconds to wait for another run, unless a call says otherwise. */
  readonly lockWait: number;
}

/**
 * Runs `work` while no other process runs a backfill by itself. Migrations and starts do not wait for it.
 * @throws LockHeldError | BackfillStoppedError where the lock is lost
 */
export async function underBackfillLock<T>(
  name: string,
  { database: connect, lock, report, lockWait }: BackfillLocking,
  work: (access: LeasedAccess, owner: string) => Promise<T>,
): Promise<T> {
  const database = await connect();
  const tables = Object.values(BACKFILL_TABLES);
  const options = { database, lock: (of: Database) => lock(of, name), report, wait: lockWait, tables };
  try {
    return await underLock(options, (held) => work(accessOf(held, database), held.lease.owner));
  } catch (error) {
    throw error instanceof LeaseLostError ? lostLease(name, error) : error;
  }
}

function accessOf({ session, ddl, lease }: LockContext, { runtime }: Database): LeasedAccess {
  return { session, records: ddl, hold: lease, runtime };
}

/** Read-only access: nothing is written with it. */
export function readingAccess({ session, runtime }: Database): LeasedAccess {
  const hold = { ...heldUntil(AbortSignal.abort()), timestamp: () => undefined };
  return { session, records: session, hold, runtime };
}
