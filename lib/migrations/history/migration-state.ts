import type { AppliedMigration } from '../../core/history/history.js';
import { unfinishedByName, type Unfinished } from '../../core/history/journal-step.js';
import {
  existingTables,
  JOURNAL_TABLE,
  LOG_TABLE,
  qualified,
  RECORD_TABLES,
  STATE_TABLE,
} from '../../session/own-tables.js';
import type { ExecuteOptions, Row, Session, Write } from '../../session/session.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import { checkLog, logged, provenanceOf, type LogEntry } from './audit-log.js';
import { HiddenHistoryError } from './errors.js';
import { Journal } from './journal.js';
import type { Recorder } from './recorder.js';

/** State of the migrations as the database records it. */
export interface Recorded {
  readonly applied: readonly AppliedMigration[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** The migrations that have steps in the journal, and are not unfinished. */
  readonly leftOver: ReadonlySet<string>;
}

/** A row of the state table; what is left out stays as it is. */
export interface StateRow {
  readonly name: string;
  readonly appliedAt?: Date | undefined;
  readonly description?: string | undefined;
  readonly checksum: string;
}

const READ: ExecuteOptions = { consistency: 'quorum', idempotent: true };

/** Which migrations are applied: the state table, with the log and the journal beside it. */
export class MigrationState {
  private readonly table: string;
  private readonly log: string;

  constructor(private readonly session: Session) {
    this.table = qualified(session.keyspace, STATE_TABLE);
    this.log = qualified(session.keyspace, LOG_TABLE);
  }

  /** Works where nothing was ever applied: four reads at most, no write. */
  async recorded(): Promise<Recorded> {
    const existing = await existingTables(this.session, RECORD_TABLES);
    const [state, log, steps] = await Promise.all([
      existing.has(STATE_TABLE.name) ? this.rowsOf(this.table) : [],
      existing.has(LOG_TABLE.name) ? this.rowsOf(this.log) : [],
      existing.has(JOURNAL_TABLE.name) ? new Journal(this.session).steps() : [],
    ]);
    checkLog(log);
    const lines = linesByName(log);
    const applied = state.map((row) => appliedOf(row, lines.get(row['migration_name']) ?? []));
    const names = new Set(applied.map(({ name }) => name));
    const unfinished = unfinishedByName(steps, names);
    const journalled = steps.map(({ migration }) => migration);
    return { applied, unfinished, leftOver: new Set(journalled.filter((name) => !unfinished.has(name))) };
  }

  appliedNow({ entry: { name, checksum }, description }: LoadedMigration, recorder: Recorder): Write {
    return this.applied({ name, appliedAt: recorder.appliedAt(), description, checksum });
  }

  applied({ name, appliedAt, description, checksum }: StateRow): Write {
    return {
      cql: `INSERT INTO ${this.table} (migration_name, applied_at, description, checksum) VALUES (?, ?, ?, ?)`,
      params: [name, appliedAt, description, checksum],
    };
  }

  notApplied(name: string): Write {
    return { cql: `DELETE FROM ${this.table} WHERE migration_name = ?`, params: [name] };
  }

  /** Changes the record, and says so in the log, in one logged batch: the tables never tell different stories. */
  async record(changes: readonly Write[], lines: readonly LogEntry[], recorder: Recorder): Promise<void> {
    const log = lines.map((line) => logged(this.session.keyspace, line, recorder));
    await this.session.batch([...changes, ...log], { consistency: 'quorum', idempotent: true });
  }

  /**
   * Reads back that a migration is recorded as applied, with this checksum, or is not recorded.
   * @throws HiddenHistoryError
   */
  async prove(name: string, checksum: string | undefined): Promise<void> {
    const query = `SELECT migration_name, checksum FROM ${this.table} WHERE migration_name = ?`;
    const [row] = (await this.session.execute(query, [name], READ)).rows;
    const isShown = checksum === undefined ? row === undefined : row?.['checksum'] === checksum;
    if (!isShown) throw new HiddenHistoryError(name, checksum === undefined ? 'not applied' : 'applied');
  }

  private async rowsOf(table: string): Promise<readonly Row[]> {
    return (await this.session.execute(`SELECT * FROM ${table}`, [], READ)).rows;
  }
}

/** Grouped in one pass: there may be thousands of migrations. */
function linesByName(log: readonly Row[]): ReadonlyMap<unknown, readonly Row[]> {
  const lines = new Map<unknown, Row[]>();
  for (const line of log) {
    const name: unknown = line['migration_name'];
    const own = lines.get(name);
    if (own) own.push(line);
    else lines.set(name, [line]);
  }
  return lines;
}

function appliedOf(row: Row, lines: readonly Row[]): AppliedMigration {
  return {
    name: String(row['migration_name']),
    appliedAt: row['applied_at'] instanceof Date ? row['applied_at'] : undefined,
    description: textOf(row['description']),
    checksum: textOf(row['checksum']),
    ...provenanceOf(lines),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
