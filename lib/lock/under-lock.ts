import type { TableModel } from '../core/model/schema-model.js';
import type { Report } from '../core/progress/progress.js';
import { ensureOwnTables } from '../session/ensure-own-tables.js';
import { LOCK_TABLE } from '../session/own-tables.js';
import type { Database, DdlSession, Session } from '../session/session.js';
import type { LeaseLock } from './lease-lock.js';
import { LeasedDdl } from './leased-ddl.js';
import type { Lease } from './lease.js';

export interface UnderLockOptions {
  readonly database: Database;
  readonly lock: (database: Database) => LeaseLock;
  readonly report: Report;
  /** Seconds to wait for another run. */
  readonly wait: number;
  /** Own tables that the work needs, besides the lock's. */
  readonly tables?: readonly TableModel[];
}

/** Dependencies of work under the lock. */
export interface LockContext {
  readonly session: Session;
  /** Session for schema changes and for the history of migrations: see CassandraDatabase. */
  readonly ddl: DdlSession;
  readonly lease: Lease;
  /** See Database. */
  readonly openForCopy: Database['openForCopy'];
}

/**
 * Runs `work` while no other process changes the keyspace; coodie's own tables exist then, and every host knows what was
 * done before: one that had missed it would say that nothing was ever done.
 * @throws LockHeldError
 */
export async function underLock<T>(options: UnderLockOptions, work: (held: LockContext) => Promise<T>): Promise<T> {
  const { database, lock, report, wait, tables = [] } = options;
  const ddl = await database.openDdl();
  try {
    // The lock asks again once it is held: a keyspace may become a tenant meanwhile.
    await ensureOwnTables(ddl, [LOCK_TABLE, ...tables], async () => database.session.assertHome?.());
    return await lock(database).hold({ wait, report }, async (lease) => {
      await ddl.awaitAgreement(lease.signal);
      const openForCopy = () => database.openForCopy();
      return work({ session: database.session, ddl: new LeasedDdl(ddl, lease), lease, openForCopy });
    });
  } finally {
    await ddl.close();
  }
}
