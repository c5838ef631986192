import type { Definitions } from '../../backfill/background/background-definition.js';
import type { Report } from '../../core/progress/progress.js';
import type { Lease } from '../../lock/lease.js';
import type { LockContext } from '../../lock/under-lock.js';
import type { Runtime } from '../../session/runtime.js';
import type { DdlSession, Session } from '../../session/session.js';
import type { StatementJournal } from '../history/statement-journal.js';

/** Dependencies of a run; a backfill needs these. */
export interface BackfillTools {
  readonly session: Session;
  readonly ddl: DdlSession;
  readonly lease: Lease;
  readonly runtime: Runtime;
  readonly report: Report;
  readonly journal: StatementJournal;
  /** The backfills that the application defines. */
  readonly backfills: () => Promise<Definitions>;
  /** Whether this is a trial of the migrations, in a keyspace that is dropped. */
  readonly trial: boolean;
  readonly openForCopy: LockContext['openForCopy'];
  /** Name of the migration. */
  readonly migration: string;
}
