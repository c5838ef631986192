import type { AppliedMigration, MigrationKind } from '../core/history/history.js';
import { unfinishedByName, type Unfinished } from '../core/history/journal-step.js';
import type { Direction } from '../core/progress.js';
import { existingTables, JOURNAL_TABLE, LOG_TABLE, qualified, STATE_TABLE } from '../session/own-tables.js';
import type { ExecuteOptions, Row, Session, Write } from '../session/session.js';
import { Journal } from './journal.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { Recorder } from './recorder.js';
import { timeUuid } from './time-uuid.js';

/** What ended well, for the record. */
export interface Finished {
  readonly migration: LoadedMigration;
  readonly direction: Direction;
  readonly statements: number;
  readonly milliseconds: number;
}

/** What the database says of its migrations. */
export interface Recorded {
  readonly applied: readonly AppliedMigration[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
}

const READ: ExecuteOptions = { consistency: 'quorum', idempotent: true };

/** Which migrations are applied: the state table, and the log beside it. */
export class MigrationState {
  private readonly state: string;
  private readonly log: string;

  constructor(private readonly session: Session) {
    this.state = qualified(session.keyspace, STATE_TABLE);
    this.log = qualified(session.keyspace, LOG_TABLE);
  }

  /** Works where nothing was ever applied: four reads at most, no write. */
  async recorded(): Promise<Recorded> {
    const existing = await existingTables(this.session, [STATE_TABLE, LOG_TABLE, JOURNAL_TABLE]);
    const [state, log, steps] = await Promise.all([
      existing.has(STATE_TABLE.name) ? this.rowsOf(this.state) : [],
      existing.has(LOG_TABLE.name) ? this.rowsOf(this.log) : [],
      existing.has(JOURNAL_TABLE.name) ? new Journal(this.session).steps() : [],
    ]);
    const events = new Map(
      log.filter((row) => row['event'] === 'applied').map((row) => [String(row['migration_name']), row]),
    );
    const applied = state.map((row) => appliedOf(row, events.get(String(row['migration_name']))));
    return { applied, unfinished: unfinishedByName(steps) };
  }

  /** All tables in one logged batch: they never tell different stories. */
  async record(finished: Finished, recorder: Recorder, now: Date): Promise<void> {
    const { entry } = finished.migration;
    const state: Write =
      finished.direction === 'upgrade'
        ? {
            cql: `INSERT INTO ${this.state} (migration_name, applied_at, description, checksum) VALUES (?, ?, ?, ?)`,
            params: [entry.name, now, finished.migration.description, entry.checksum],
          }
        : { cql: `DELETE FROM ${this.state} WHERE migration_name = ?`, params: [entry.name] };
    const cleared = new Journal(this.session).cleared(entry.name);
    await this.session.batch([state, logOf(this.log, finished, { recorder, now }), cleared], {
      consistency: 'quorum',
      idempotent: true,
    });
  }

  private async rowsOf(table: string): Promise<readonly Row[]> {
    return (await this.session.execute(`SELECT * FROM ${table}`, [], READ)).rows;
  }
}

function logOf(table: string, finished: Finished, { recorder, now }: { recorder: Recorder; now: Date }): Write {
  const { migration, direction, statements, milliseconds } = finished;
  const { entry } = migration;
  return {
    cql:
      `INSERT INTO ${table} (migration_name, event_id, event, owner, run_id, duration_ms, statements, checksum, file_kind, ` +
      'coodie_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    params: [
      entry.name,
      timeUuid(now),
      direction === 'upgrade' ? 'applied' : 'rolled-back',
      recorder.owner,
      recorder.runId,
      Math.round(milliseconds),
      statements,
      entry.checksum,
      entry.kind,
      recorder.version,
    ],
  };
}

function appliedOf(row: Row, event: Row | undefined): AppliedMigration {
  const duration = event?.['duration_ms'];
  return {
    name: String(row['migration_name']),
    appliedAt: row['applied_at'] instanceof Date ? row['applied_at'] : undefined,
    description: textOf(row['description']),
    checksum: textOf(row['checksum']),
    kind: kindOf(event?.['file_kind']),
    owner: typeof event?.['owner'] === 'string' ? event['owner'] : undefined,
    milliseconds: typeof duration === 'number' ? duration : undefined,
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

const KINDS: readonly MigrationKind[] = ['ts', 'js', 'cql', 'class'];
const kindOf = (value: unknown) => KINDS.find((kind) => kind === value);
