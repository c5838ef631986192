import type { RangeProgress } from '../../core/backfill/estimate-progress.js';
import { planRanges } from '../../core/backfill/plan-ranges.js';
import type { Lease } from '../../lock/lease.js';
import { BACKFILL_TABLES } from '../../session/backfill-tables.js';
import { ensureOwnTables, qualified } from '../../session/own-tables.js';
import type { Runtime } from '../../session/runtime.js';
import type { DdlSession, ExecuteOptions, Row } from '../../session/session.js';
import type { BackfillResult } from '../source/backfill.js';
import type { Backfill } from './check-options.js';

/** A token range of a backfill, and how far it is written. */
export interface Slice extends RangeProgress {
  readonly position: number;
  token: bigint | undefined;
  done: boolean;
  rows: number;
  skipped: number;
}

/** A row that could not be written. */
export interface DeadRow {
  readonly key: string;
  readonly error: string;
  readonly cql: string;
}

/** How far a backfill came. */
export interface Stored {
  /** Microseconds: the time of everything that it writes. */
  readonly timestamp: number;
  readonly slices: readonly Slice[];
  /** Keys of the rows that could not be written. */
  readonly dead: Set<string>;
}

export interface StateKeeper {
  readonly ddl: DdlSession;
  readonly lease: Pick<Lease, 'assertHeld' | 'timestamp'>;
  readonly runtime: Pick<Runtime, 'now'>;
}

const CONSISTENT: ExecuteOptions = { consistency: 'quorum', idempotent: true };
const IN_ONE_REQUEST = 100;

/** The record of one backfill. Each write of it throws LeaseLostError once the lock is lost. */
export class BackfillState {
  private readonly tables: Readonly<Record<keyof typeof BACKFILL_TABLES, string>>;

  constructor(
    private readonly keeper: StateKeeper,
    private readonly name: string,
  ) {
    const { keyspace } = keeper.ddl;
    const { backfills, ranges, dead } = BACKFILL_TABLES;
    this.tables = {
      backfills: qualified(keyspace, backfills),
      ranges: qualified(keyspace, ranges),
      dead: qualified(keyspace, dead),
    };
  }

  /** Forgets an earlier backfill of the same name. */
  async forget(): Promise<void> {
    await this.keeper.lease.assertHeld();
    await ensureOwnTables(this.keeper.ddl, Object.values(BACKFILL_TABLES));
    const { backfills, ranges, dead } = this.tables;
    for (const table of [backfills, ranges, dead]) await this.write(`DELETE FROM ${table} WHERE name = ?`, [this.name]);
  }

  /** Undefined where it did not come so far as to note its ranges. */
  async load(): Promise<Stored | undefined> {
    const { backfills, ranges, dead } = this.tables;
    const [own] = await this.read(`SELECT write_timestamp FROM ${backfills} WHERE name = ?`);
    if (!own) return undefined;
    const slices = await this.read(`SELECT * FROM ${ranges} WHERE name = ?`);
    const keys = await this.read(`SELECT row_key FROM ${dead} WHERE name = ?`);
    return {
      timestamp: Number(own['write_timestamp']),
      slices: slices.map(sliceOf),
      dead: new Set(keys.map((row) => String(row['row_key']))),
    };
  }

  /** Notes the ranges, and after them the start, which says that they are complete. */
  async begin({ table, ranges }: Backfill): Promise<Stored> {
    const { lease, runtime } = this.keeper;
    const now = runtime.now();
    const timestamp = lease.timestamp() ?? now.getTime() * 1_000;
    const slices = planRanges([], ranges).map((range, position): Slice => ({
      range,
      position,
      token: undefined,
      done: false,
      rows: 0,
      skipped: 0,
    }));
    await this.noteRanges(slices);
    const columns = 'name, table_name, write_timestamp, started_at';
    const cql = `INSERT INTO ${this.tables.backfills} (${columns}) VALUES (?, ?, ?, ?)`;
    await this.write(cql, [this.name, table, String(timestamp), now]);
    return { timestamp, slices, dead: new Set() };
  }

  /** Notes that every row of a range up to its token is written, or dead. */
  checkpoint({ position, token, rows, skipped, done }: Slice): Promise<void> {
    const columns = 'written_token = ?, row_count = ?, skipped = ?, done_at = ?';
    const values = [token === undefined ? null : String(token), String(rows), String(skipped), this.doneAt(done)];
    const where = 'WHERE name = ? AND position = ?';
    return this.write(`UPDATE ${this.tables.ranges} SET ${columns} ${where}`, [...values, this.name, position]);
  }

  bury({ key, error, cql }: DeadRow): Promise<void> {
    return this.write(`INSERT INTO ${this.tables.dead} (name, row_key, error, cql, failed_at) VALUES (?, ?, ?, ?, ?)`, [
      this.name,
      key,
      error,
      cql,
      this.keeper.runtime.now(),
    ]);
  }

  /** A row that was dead has been written by a later run. */
  revive(key: string): Promise<void> {
    return this.write(`DELETE FROM ${this.tables.dead} WHERE name = ? AND row_key = ?`, [this.name, key]);
  }

  finish(): Promise<void> {
    const cql = `UPDATE ${this.tables.backfills} SET finished_at = ? WHERE name = ?`;
    return this.write(cql, [this.keeper.runtime.now(), this.name]);
  }

  private async noteRanges(slices: readonly Slice[]): Promise<void> {
    const { lease, ddl } = this.keeper;
    const cql = `INSERT INTO ${this.tables.ranges} (name, position, start_token, end_token) VALUES (?, ?, ?, ?)`;
    for (let from = 0; from < slices.length; from += IN_ONE_REQUEST) {
      const writes = slices
        .slice(from, from + IN_ONE_REQUEST)
        .map(({ position, range }) => ({ cql, params: [this.name, position, String(range.start), String(range.end)] }));
      await lease.assertHeld();
      await ddl.batch(writes, { ...CONSISTENT, logged: false });
    }
  }

  private doneAt(done: boolean): Date | null {
    return done ? this.keeper.runtime.now() : null;
  }

  private async read(cql: string): Promise<readonly Row[]> {
    return (await this.keeper.ddl.execute(cql, [this.name], CONSISTENT)).rows;
  }

  private async write(cql: string, params: readonly unknown[]): Promise<void> {
    await this.keeper.lease.assertHeld();
    await this.keeper.ddl.execute(cql, params, CONSISTENT);
  }
}

export function resultOf({ slices, dead }: Stored): BackfillResult {
  const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0);
  return { rows: sum(({ rows }) => rows), skipped: sum(({ skipped }) => skipped), dead: dead.size };
}

function sliceOf(row: Row): Slice {
  const token: unknown = row['written_token'];
  return {
    position: Number(row['position']),
    range: { start: BigInt(String(row['start_token'])), end: BigInt(String(row['end_token'])) },
    token: typeof token === 'string' ? BigInt(token) : undefined,
    done: row['done_at'] !== null && row['done_at'] !== undefined,
    rows: Number(row['row_count'] ?? 0),
    skipped: Number(row['skipped'] ?? 0),
  };
}
