import { GIVE_UP_AFTER, pauseAfter } from '../core/backfill/adapt-window.js';
import type { RangeProgress } from '../core/backfill/estimate-progress.js';
import type { TokenRange } from '../core/backfill/token-range.js';
import { BACKFILL_TABLES } from '../session/backfill-tables.js';
import { isTransient } from '../session/driver/is-unclear.js';
import { qualified } from '../session/own-tables.js';
import type { ExecuteOptions, Row } from '../session/session.js';
import type { BackfillResult } from './backfill-options.js';
import type { BackfillAccess } from './hold.js';

/** A token range of a backfill, and how far it is written. */
export interface Slice extends RangeProgress {
  readonly position: number;
  token: bigint | undefined;
  done: boolean;
  rows: number;
  skipped: number;
  /** The process that wrote to it last, and when. */
  readonly owner?: string | undefined;
  readonly seenAt?: Date | undefined;
}

/** A row that could not be written. */
export interface DeadRow {
  readonly key: string;
  readonly error: string;
  readonly cql: string;
  /** The range that it is in. */
  readonly position: number;
}

const CONSISTENT: ExecuteOptions = { consistency: 'quorum', idempotent: true };
const IN_ONE_REQUEST = 100;

/**
 * The ranges of one run of a backfill, and its dead rows. All writes are plain ones: each notes a fact, that all rows up to a
 * token are acknowledged, so a late one makes another process repeat rows at most. A range that is done stays done.
 */
export class RangeRows {
  private readonly ranges: string;
  private readonly dead: string;

  constructor(
    private readonly access: Omit<BackfillAccess, 'session'>,
    private readonly name: string,
    private readonly run: string,
    /** The process, as the ranges show it. */
    private readonly owner: string,
  ) {
    const { keyspace } = access.records;
    this.ranges = qualified(keyspace, BACKFILL_TABLES.ranges);
    this.dead = qualified(keyspace, BACKFILL_TABLES.dead);
  }

  /** Removes what all runs of this name have noted. */
  async forget(): Promise<void> {
    for (const table of [this.ranges, this.dead]) await this.write(`DELETE FROM ${table} WHERE name = ?`, [this.name]);
  }

  async load(): Promise<readonly Slice[]> {
    return (await this.read(`SELECT * FROM ${this.ranges} WHERE name = ? AND run = ?`)).map(sliceOf);
  }

  async loadOne(position: number): Promise<Slice | undefined> {
    const rows = await this.read(`SELECT * FROM ${this.ranges} WHERE name = ? AND run = ? AND position = ?`, [
      position,
    ]);
    return rows.map(sliceOf)[0];
  }

  async deadRows(): Promise<readonly DeadRow[]> {
    const rows = await this.read(`SELECT row_key, position, error, cql FROM ${this.dead} WHERE name = ? AND run = ?`);
    return rows.map((row) => ({
      key: String(row['row_key']),
      error: String(row['error']),
      cql: String(row['cql']),
      position: Number(row['position']),
    }));
  }

  async create(ranges: readonly TokenRange[]): Promise<readonly Slice[]> {
    const { hold, records } = this.access;
    const columns = 'name, run, position, start_token, end_token';
    const cql = `INSERT INTO ${this.ranges} (${columns}) VALUES (?, ?, ?, ?, ?)`;
    const writes = ranges.map(({ start, end }, position) => ({
      cql,
      params: [this.name, this.run, position, String(start), String(end)],
    }));
    for (let from = 0; from < writes.length; from += IN_ONE_REQUEST) {
      await hold.assertHeld();
      await records.batch(writes.slice(from, from + IN_ONE_REQUEST), { ...CONSISTENT, logged: false });
    }
    return ranges.map((range, position) => ({ range, position, token: undefined, done: false, rows: 0, skipped: 0 }));
  }

  /** Notes that this process works on a range, or still does. */
  claim({ position }: Pick<Slice, 'position'>): Promise<void> {
    return this.update(position, 'owner = ?, seen_at = ?', [this.owner, this.access.runtime.now()]);
  }

  /** Notes that every row of a range up to its token is written, or dead. */
  checkpoint({ position, token, rows, skipped, done }: Slice): Promise<void> {
    const now = this.access.runtime.now();
    const columns = 'written_token = ?, row_count = ?, skipped = ?, owner = ?, seen_at = ?';
    const written = token === undefined ? null : String(token);
    const values = [written, String(rows), String(skipped), this.owner, now];
    return done
      ? this.update(position, `${columns}, done_at = ?`, [...values, now])
      : this.update(position, columns, values);
  }

  bury({ key, error, cql, position }: DeadRow): Promise<void> {
    const columns = 'name, run, row_key, position, error, cql, failed_at';
    const now = this.access.runtime.now();
    const values = [this.name, this.run, key, position, ...[error, cql].map(shortened), now];
    return this.write(`INSERT INTO ${this.dead} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`, values);
  }

  /** A row that was dead has been written by a later run. */
  revive(key: string): Promise<void> {
    const cql = `DELETE FROM ${this.dead} WHERE name = ? AND run = ? AND row_key = ?`;
    return this.write(cql, [this.name, this.run, key]);
  }

  private update(position: number, columns: string, values: readonly unknown[]): Promise<void> {
    const cql = `UPDATE ${this.ranges} SET ${columns} WHERE name = ? AND run = ? AND position = ?`;
    return this.write(cql, [...values, this.name, this.run, position]);
  }

  private async read(cql: string, more: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.access.records.execute(cql, [this.name, this.run, ...more], CONSISTENT)).rows;
  }

  /** Servers that are busy are asked again for as long as for a row. */
  private async write(cql: string, params: readonly unknown[]): Promise<void> {
    const { hold, records, runtime } = this.access;
    const since = runtime.monotonic();
    for (let attempt = 1; ; attempt += 1) {
      await hold.assertHeld();
      try {
        await records.execute(cql, params, CONSISTENT);
        return;
      } catch (error) {
        if (!isTransient(error) || runtime.monotonic() - since > GIVE_UP_AFTER) throw error;
        await runtime.delay(pauseAfter(attempt, runtime.random()), hold.signal);
      }
    }
  }
}

/** The servers take no request of any length, and nobody reads a message of megabytes. */
const shortened = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
const LONGEST_TEXT = 2_000;

/** Milliseconds after which a process that shows no sign counts as gone. */
const LIVES_FOR = 15_000;

/** Processes that were seen at work on a range not long ago. */
export function ownersAtWork(slices: readonly Slice[], now: Date): ReadonlySet<string> {
  const since = now.getTime() - LIVES_FOR;
  const alive = slices.filter(({ done, seenAt }) => !done && (seenAt?.getTime() ?? 0) > since);
  return new Set(alive.flatMap(({ owner }) => owner ?? []));
}

export function resultOf(slices: readonly Slice[], dead: number): BackfillResult {
  const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0);
  return { rows: sum(({ rows }) => rows), skipped: sum(({ skipped }) => skipped), dead };
}

function sliceOf(row: Row): Slice {
  const token: unknown = row['written_token'];
  return {
    position: Number(row['position']),
    range: { start: BigInt(String(row['start_token'])), end: BigInt(String(row['end_token'])) },
    token: typeof token === 'string' ? BigInt(token) : undefined,
    done: row['done_at'] instanceof Date,
    rows: Number(row['row_count'] ?? 0),
    skipped: Number(row['skipped'] ?? 0),
    owner: typeof row['owner'] === 'string' ? row['owner'] : undefined,
    seenAt: row['seen_at'] instanceof Date ? row['seen_at'] : undefined,
  };
}
