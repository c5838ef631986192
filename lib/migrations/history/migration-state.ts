import type { AppliedMigration } from '../../core/history/history.js';
import { unfinishedByName, type Unfinished } from '../../core/history/journal-step.js';
import type { TableModel } from '../../core/model/schema-model.js';
import {
  existingTables,
  JOURNAL_TABLE,
  LOG_TABLE,
  ownRows,
  RECORD_TABLES,
  STATE_TABLE,
  type OwnRows,
} from '../../session/own-tables.js';
import type { ExecuteOptions, Row, Session, Write } from '../../session/session.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import { checkLog, logged, provenanceOf, type LogEntry } from './audit-log.js';
import { HiddenHistoryError } from './errors.js';
import { stepsOf } from './journal.js';
import type { Recorder } from './recorder.js';

/** State of the migrations as the database records it. */
export interface RecordedMigration {
  readonly applied: readonly AppliedMigration[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** The migrations that have steps in the journal, and are not unfinished. */
  readonly leftOver: ReadonlySet<string>;
}

/** The rows that a history is made of. */
export interface RecordRows {
  readonly state: readonly Row[];
  readonly log: readonly Row[];
  readonly journal: readonly Row[];
}

/** A row of the state table; omitted columns stay as they are. */
export interface StateRow {
  readonly name: string;
  readonly appliedAt?: Date | undefined;
  readonly description?: string | undefined;
  readonly checksum: string;
}

const READ: ExecuteOptions = { consistency: 'quorum', idempotent: true };

/** Which migrations are applied: the state table, with the log and the journal beside it. */
export class MigrationState {
  private readonly rows: OwnRows;

  constructor(private readonly session: Session) {
    this.rows = ownRows(session, STATE_TABLE);
  }

  /** Works where nothing was ever applied: four reads at most, no write. Tells whether there is a table of the history. */
  async recorded(): Promise<RecordedMigration & { readonly isKept: boolean }> {
    const existing = await existingTables(this.session, RECORD_TABLES);
    const read = (table: TableModel) => (existing.has(table.name) ? this.rowsOf(table) : []);
    const [state, log, journal] = await Promise.all([read(STATE_TABLE), read(LOG_TABLE), read(JOURNAL_TABLE)]);
    return { ...recordedIn({ state, log, journal }), isKept: existing.has(STATE_TABLE.name) };
  }

  appliedNow({ entry: { name, checksum }, description }: LoadedMigration, recorder: Recorder): Write {
    return this.applied({ name, appliedAt: recorder.appliedAt(), description, checksum });
  }

  applied({ name, appliedAt, description, checksum }: StateRow): Write {
    const { table, columns, params: key } = this.rows;
    const params = [...key, name, appliedAt, description, checksum];
    return {
      cql: `INSERT INTO ${table} (${columns}migration_name, applied_at, description, checksum) VALUES (${params.map(() => '?').join(', ')})`,
      params,
    };
  }

  notApplied(name: string): Write {
    const { table, condition, params } = this.rows;
    return { cql: `DELETE FROM ${table} WHERE ${condition}migration_name = ?`, params: [...params, name] };
  }

  /** Changes the history and writes the log in one logged batch, so the tables never contradict each other. */
  async record(changes: readonly Write[], lines: readonly LogEntry[], recorder: Recorder): Promise<void> {
    const log = lines.map((line) => logged(this.session, line, recorder));
    await this.session.batch([...changes, ...log], { consistency: 'quorum', idempotent: true });
  }

  /**
   * Reads back that a migration is recorded as applied, with this checksum, or is not recorded.
   * @throws HiddenHistoryError
   */
  async prove(name: string, checksum: string | undefined): Promise<void> {
    const { table, condition, params } = this.rows;
    const query = `SELECT migration_name, checksum FROM ${table} WHERE ${condition}migration_name = ?`;
    const [row] = (await this.session.execute(query, [...params, name], READ)).rows;
    const isShown = checksum === undefined ? row === undefined : row?.['checksum'] === checksum;
    if (!isShown) throw new HiddenHistoryError(name, checksum === undefined ? 'not applied' : 'applied');
  }

  private async rowsOf(of: TableModel): Promise<readonly Row[]> {
    const { table, where, params } = ownRows(this.session, of);
    return (await this.session.execute(`SELECT * FROM ${table}${where}`, params, READ)).rows;
  }
}

/**
 * The state of one keyspace's migrations by its rows.
 * @throws UnknownHistoryError
 */
export function recordedIn({ state, log, journal }: RecordRows): RecordedMigration {
  const steps = stepsOf(journal);
  checkLog(log);
  const lines = linesByName(log);
  const applied = state.map((row) => appliedOf(row, lines.get(row['migration_name']) ?? []));
  const names = new Set(applied.map(({ name }) => name));
  const unfinished = unfinishedByName(steps, names);
  const journalled = steps.map(({ migration }) => migration);
  return { applied, unfinished, leftOver: new Set(journalled.filter((name) => !unfinished.has(name))) };
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
