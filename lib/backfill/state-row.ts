import { BACKFILL_TABLES } from '../session/backfill-tables.js';
import { qualified } from '../session/own-tables.js';
import { isTransient } from '../session/driver/is-unclear.js';
import type { Runtime } from '../session/runtime.js';
import type { ExecuteOptions, Row, Session } from '../session/session.js';

/** State of a backfill. Whether a process works on one that is running is told by its ranges. */
export type BackfillCondition = 'running' | 'paused' | 'finished' | 'cancelled';

/** Row of a backfill in the state table. */
export interface BackfillRecord {
  readonly name: string;
  /** Changes when the backfill is restarted. */
  readonly run: string;
  readonly fingerprint: string | undefined;
  readonly table: string;
  /** The table and its columns as they were when its ranges were noted; empty before that. */
  readonly shape: string;
  readonly ranges: number;
  /** Microseconds: the time of all its writes. */
  readonly timestamp: number;
  readonly state: BackfillCondition;
  /** Why it is paused. */
  readonly reason: string | undefined;
  /** Most rows per second, of all processes together. */
  readonly rate: number | undefined;
  /** Most writes in flight of each process. */
  readonly concurrency: number | undefined;
  readonly background: boolean;
  /** The migration that started it. */
  readonly migration: string | undefined;
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
}

/** Columns that change while a backfill is under way; null empties one. */
export interface StateChange {
  readonly state?: BackfillCondition;
  readonly reason?: string | null;
  readonly rate?: number | null;
  readonly concurrency?: number | null;
  readonly fingerprint?: string | null;
  readonly table_name?: string;
  readonly table_shape?: string;
  readonly ranges?: number;
  readonly started_at?: Date;
  readonly write_timestamp?: string;
  readonly finished_at?: Date | null;
}

const CONDITIONAL: ExecuteOptions = { consistency: 'quorum' };
const READ: ExecuteOptions = { consistency: 'quorum', idempotent: true };
const ATTEMPTS = 5;
const FIRST_PAUSE = 200;

/** The row of one backfill in `_coodie_backfills`, changed only by lightweight transactions. */
export class StateRow {
  private readonly table: string;

  constructor(
    private readonly session: Session,
    private readonly runtime: Pick<Runtime, 'delay' | 'random'>,
    readonly name: string,
  ) {
    this.table = qualified(session.keyspace, BACKFILL_TABLES.backfills);
  }

  /** Undefined where it has not begun. */
  load(): Promise<BackfillRecord | undefined> {
    return this.read(READ);
  }

  /** Whether the row was written: false where there is one of another run. */
  async insert(record: BackfillRecord): Promise<boolean> {
    const entries = Object.entries(columnsOf(record)).filter(([, value]) => value !== undefined);
    const columns = entries.map(([column]) => column).join(', ');
    const markers = entries.map(() => '?').join(', ');
    const cql = `INSERT INTO ${this.table} (${columns}) VALUES (${markers}) IF NOT EXISTS`;
    const values = entries.map(([, value]) => value);
    return this.settled(cql, values, (found) => found?.run === record.run);
  }

  /** Changes the row of a run while it is in one of some states; returns whether it is changed. */
  async change(run: string, from: readonly BackfillCondition[], change: StateChange): Promise<boolean> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    const columns = entries.map(([column]) => `${column} = ?`).join(', ');
    const states = from.map(() => '?').join(', ');
    const cql = `UPDATE ${this.table} SET ${columns} WHERE name = ? IF run = ? AND state IN (${states})`;
    const values = [...entries.map(([, value]) => value), this.name, run, ...from];
    return this.settled(cql, values, (found) => found?.run === run && isChanged(found, change));
  }

  async remove(): Promise<void> {
    await this.settled(`DELETE FROM ${this.table} WHERE name = ? IF EXISTS`, [this.name], (found) => !found);
  }

  /** A request whose answer was lost may have taken effect: then it does not apply a second time, and the row tells. */
  private async settled(
    cql: string,
    params: readonly unknown[],
    isAsWanted: (found: BackfillRecord | undefined) => boolean,
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        if ((await this.session.execute(cql, params, CONDITIONAL)).applied) return true;
        return attempt > 1 && isAsWanted(await this.read({ ...READ, consistency: 'serial' }));
      } catch (error) {
        if (attempt === ATTEMPTS || !isTransient(error)) throw error;
        await this.runtime.delay(FIRST_PAUSE * attempt * (0.5 + this.runtime.random()));
      }
    }
  }

  private async read(options: ExecuteOptions): Promise<BackfillRecord | undefined> {
    const [row] = (await this.session.execute(`SELECT * FROM ${this.table} WHERE name = ?`, [this.name], options)).rows;
    return row && recordOf(row);
  }
}

function columnsOf(record: BackfillRecord): Readonly<Record<string, unknown>> {
  const { name, run, fingerprint, table, shape, ranges, timestamp, state, reason, rate, concurrency } = record;
  const { background, migration, startedAt } = record;
  return {
    name,
    run,
    fingerprint,
    table_name: table,
    table_shape: shape,
    ranges,
    write_timestamp: String(timestamp),
    state,
    reason,
    rate,
    concurrency,
    background,
    migration,
    started_at: startedAt,
  };
}

function isChanged(found: BackfillRecord, change: StateChange): boolean {
  const columns: Readonly<Record<string, unknown>> = columnsOf(found);
  return Object.entries(change)
    .filter(([column]) => column in columns)
    .every(([column, value]) => (columns[column] ?? null) === value);
}

/** The record that a row of the state table is. */
export function recordOf(row: Row): BackfillRecord {
  return {
    name: String(row['name']),
    run: String(row['run']),
    fingerprint: optionalText(row['fingerprint']),
    table: String(row['table_name']),
    shape: String(row['table_shape']),
    ranges: Number(row['ranges']),
    timestamp: Number(row['write_timestamp']),
    state: row['state'] as BackfillCondition,
    reason: optionalText(row['reason']),
    rate: optionalNumber(row['rate']),
    concurrency: optionalNumber(row['concurrency']),
    background: row['background'] === true,
    migration: optionalText(row['migration']),
    startedAt: row['started_at'] as Date,
    finishedAt: row['finished_at'] instanceof Date ? row['finished_at'] : undefined,
  };
}

const optionalText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const optionalNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** The rows of all backfills, by name. */
export async function allRecords(session: Session): Promise<readonly BackfillRecord[]> {
  const { rows } = await session.execute(
    `SELECT * FROM ${qualified(session.keyspace, BACKFILL_TABLES.backfills)}`,
    [],
    READ,
  );
  return rows.map(recordOf).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether there is work left: now, or once it is resumed. */
export const isOpen = ({ state }: Pick<BackfillRecord, 'state'>): boolean => state === 'running' || state === 'paused';
