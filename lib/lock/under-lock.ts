import type { Report } from '../core/progress.js';
import type { Lease } from '../lock/lease.js';
import type { LeaseLock } from '../lock/lease-lock.js';
import { ensureOwnTables, JOURNAL_TABLE, LOCK_TABLE, LOG_TABLE, STATE_TABLE } from '../session/own-tables.js';
import type { Database, DdlSession, Session } from '../session/session.js';

export interface LockOptions {
  readonly database: Database;
  readonly lock: (database: Database) => LeaseLock;
  readonly report: Report;
  /** Seconds to wait for another run. */
  readonly wait: number;
}

/** What work under the lock works with. The record is written over `ddl`: see CassandraDatabase. */
export interface Held {
  readonly session: Session;
  readonly ddl: DdlSession;
  readonly lease: Lease;
}

const OWN_TABLES = [LOCK_TABLE, STATE_TABLE, LOG_TABLE, JOURNAL_TABLE];

/**
 * Runs `work` while no other process changes the keyspace; coodie's own tables exist then, and every host knows what was
 * done before: one that had missed it would say that nothing was ever applied.
 * @throws LockHeldError
 */
export async function underLock<T>(options: LockOptions, work: (held: Held) => Promise<T>): Promise<T> {
  const { database, lock, report, wait } = options;
  const ddl = await database.openDdl();
  try {
    await ensureOwnTables(ddl, OWN_TABLES);
    return await lock(database).hold({ wait, report }, async (lease) => {
      await ddl.awaitAgreement(lease.signal);
      return work({ session: database.session, ddl, lease });
    });
  } finally {
    await ddl.close();
  }
}
