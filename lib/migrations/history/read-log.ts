import { existingTables, LOG_TABLE, ownRows } from '../../session/own-tables.js';
import type { Row, Session } from '../../session/session.js';

/** A line of the log as stored. Values that were not recorded are absent. */
export interface LogLine {
  readonly at: Date;
  readonly migration: string;
  /** `applied`, `rolled-back`, `failed` and so on; a later release may know more of them. */
  readonly event: string;
  readonly direction: string | undefined;
  readonly owner: string | undefined;
  /** User of the operating system. */
  readonly runBy: string | undefined;
  readonly runId: string | undefined;
  readonly milliseconds: number | undefined;
  readonly statements: number | undefined;
  readonly checksum: string | undefined;
  readonly fileKind: string | undefined;
  readonly reason: string | undefined;
  readonly error: string | undefined;
  readonly version: string | undefined;
}

export interface MigrationLog {
  /** The newest first. */
  readonly lines: readonly LogLine[];
  /** Number of lines in the database. */
  readonly total: number;
}

export const DEFAULT_LOG_LIMIT = 50;

/** The newest lines of the log. Reads a page at a time and keeps no more lines than asked for. Works where there is no log. */
export async function readLog(session: Session, limit: number): Promise<MigrationLog> {
  const existing = await existingTables(session, [LOG_TABLE]);
  if (!existing.has(LOG_TABLE.name)) {
    await session.assertHome?.();
    return { lines: [], total: 0 };
  }
  const newest = new NewestRows(limit);
  const { table, where, params } = ownRows(session, LOG_TABLE);
  const cql = `SELECT ${COLUMNS} FROM ${table}${where}`;
  for await (const row of session.stream(cql, params, { consistency: 'quorum', idempotent: true })) newest.add(row);
  return { lines: newest.rows().map(lineOf), total: newest.total };
}

const COLUMNS =
  'migration_name, event_id, toTimestamp(event_id) AS at, event, direction, owner, run_by, run_id, duration_ms, ' +
  'statements, checksum, file_kind, reason, error, coodie_version';

/** Grows while the log is read, and is cut when it is twice as long as it may be. */
class NewestRows {
  total = 0;
  private kept: Row[] = [];

  constructor(private readonly limit: number) {}

  add(row: Row): void {
    this.total += 1;
    this.kept.push(row);
    if (this.kept.length >= 2 * this.limit) this.kept = [...this.rows()];
  }

  rows(): readonly Row[] {
    return this.kept.toSorted((a, b) => (momentOf(a) < momentOf(b) ? 1 : -1)).slice(0, this.limit);
  }
}

/** Sorts as time does, finer than a millisecond: the high parts of a version 1 UUID stand behind the low ones. */
function momentOf({ event_id: id }: Row): string {
  const [low = '', middle = '', high = ''] = String(id).split('-');
  return `${high}${middle}${low}`;
}

function lineOf(row: Row): LogLine {
  return {
    at: row['at'] instanceof Date ? row['at'] : new Date(Number.NaN),
    migration: String(row['migration_name']),
    event: String(row['event']),
    direction: textOf(row['direction']),
    owner: textOf(row['owner']),
    runBy: textOf(row['run_by']),
    runId: textOf(row['run_id']),
    milliseconds: numberOf(row['duration_ms']),
    statements: numberOf(row['statements']),
    checksum: textOf(row['checksum']),
    fileKind: textOf(row['file_kind']),
    reason: textOf(row['reason']),
    error: textOf(row['error']),
    version: textOf(row['coodie_version']),
  };
}

function textOf(value: unknown): string | undefined {
  return (value ?? undefined) === undefined ? undefined : String(value);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
