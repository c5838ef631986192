import type { Unfinished } from '../core/history/journal-step.js';
import type { Direction, Report } from '../core/progress.js';
import type { Lease } from '../lock/lease.js';
import { settle } from '../session/send-ddl.js';
import type { DdlSession, Session } from '../session/session.js';
import { Journal } from './journal.js';
import type { LoadedMigration } from './loaded-migration.js';
import { MigrationState } from './migration-state.js';
import type { Recorder } from './recorder.js';
import { runMigration, type MigrationResult } from './run-migration.js';
import { StatementJournal } from './statement-journal.js';

export interface MigrationRunOptions {
  readonly session: Session;
  readonly ddl: DdlSession;
  readonly lease: Lease;
  readonly report: Report;
  readonly direction: Direction;
  readonly recorder: Recorder;
  /** What earlier runs left half-way. */
  readonly unfinished: ReadonlyMap<string, Unfinished>;
}

/** One run over some migrations, under the lock. Its record is written over the client for schema changes: see there. */
export class MigrationRun {
  constructor(private readonly options: MigrationRunOptions) {}

  /** Runs one migration and records it: what it did statement by statement, and in the end that it is done. */
  async migrate(migration: LoadedMigration): Promise<MigrationResult> {
    const { session, ddl, lease, report, direction, recorder } = this.options;
    const journal = this.journalOf(migration);
    const result = await runMigration(migration, direction, { session, ddl, lease, report, journal });
    await lease.confirm();
    const { milliseconds, statements } = result;
    const finished = { migration, direction, statements: statements.length, milliseconds };
    await new MigrationState(ddl).record(finished, recorder, new Date());
    return result;
  }

  private journalOf({ entry }: LoadedMigration): StatementJournal {
    const { ddl, direction, recorder, unfinished } = this.options;
    return new StatementJournal({
      journal: new Journal(ddl, recorder),
      migration: entry.name,
      origin: entry.origin,
      direction,
      known: unfinished.get(entry.name)?.steps ?? [],
      settle: (cql) => settle(ddl, cql),
    });
  }
}
