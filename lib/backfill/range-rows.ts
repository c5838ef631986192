import { GIVE_UP_AFTER, pauseAfter } from '../core/backfill/adapt-window.js';
import type { PlacedRange } from '../core/backfill/split-range.js';
import type { TokenRange } from '../core/backfill/token-range.js';
import { BACKFILL_TABLES } from '../session/backfill-tables.js';
import { isTransient } from '../session/driver/is-unclear.js';
import { qualified } from '../session/own-tables.js';
import type { ExecuteOptions, Row, Session, Write } from '../session/session.js';
import type { BackfillAccess } from './hold.js';
import { formatMark, freshSlice, sliceOf, type Slice } from './slice.js';

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
    for (const table of [this.ranges, this.dead])
      await this.write({ cql: `DELETE FROM ${table} WHERE name = ?`, params: [this.name] });
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

  async create(ranges: readonly TokenRange[]): Promise<void> {
    const { hold, records } = this.access;
    const writes = ranges.map((range, position) => this.insertion({ position, range }));
    for (let from = 0; from < writes.length; from += IN_ONE_REQUEST) {
      await hold.assertHeld();
      await records.batch(writes.slice(from, from + IN_ONE_REQUEST), { ...CONSISTENT, logged: false });
    }
  }

  /** Lets the halves of a range stand for it, which go on where it stands; returns them. All of that is seen at once. */
  async split(slice: Slice, halves: readonly PlacedRange[]): Promise<readonly Slice[]> {
    const now = this.access.runtime.now();
    const slices = halves.map(({ position, range }) => goingOn(freshSlice(position, range), slice.token));
    const noted = slices.flatMap((half) => [
      this.insertion(half),
      ...(half.token === undefined ? [] : [this.progress(half)]),
    ]);
    const columns = 'split_at = ?, done_at = ?, row_count = ?, skipped = ?, owner = ?, seen_at = ?';
    const values = [now, now, String(slice.rows), String(slice.skipped), this.owner, now];
    const writes = [...noted, this.change(slice.position, columns, values)];
    // One partition: they are written together, and no reader sees a part of them.
    await this.persistently((records) => records.batch(writes, { ...CONSISTENT, logged: false }));
    return slices;
  }

  /** Notes that this process works on a range, or still does. */
  claim({ position }: Pick<Slice, 'position'>): Promise<void> {
    return this.write(this.change(position, 'owner = ?, seen_at = ?', [this.owner, this.access.runtime.now()]));
  }

  /** Notes that every row of a range up to its token, or its mark, is written, or dead. */
  checkpoint(slice: Slice): Promise<void> {
    return this.write(this.progress(slice));
  }

  bury({ key, error, cql, position }: DeadRow): Promise<void> {
    const columns = 'name, run, row_key, position, error, cql, failed_at';
    const now = this.access.runtime.now();
    const values = [this.name, this.run, key, position, ...[error, cql].map(shortened), now];
    return this.write({ cql: `INSERT INTO ${this.dead} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`, params: values });
  }

  /** A row that was dead has been written by a later run. */
  revive(key: string): Promise<void> {
    const cql = `DELETE FROM ${this.dead} WHERE name = ? AND run = ? AND row_key = ?`;
    return this.write({ cql, params: [this.name, this.run, key] });
  }

  private insertion({ position, range }: PlacedRange): Write {
    const cql = `INSERT INTO ${this.ranges} (name, run, position, start_token, end_token) VALUES (?, ?, ?, ?, ?)`;
    return { cql, params: [this.name, this.run, position, String(range.start), String(range.end)] };
  }

  private progress({ position, token, mark, rows, skipped, done }: Slice): Write {
    const now = this.access.runtime.now();
    const changes: Readonly<Record<string, unknown>> = {
      written_token: token === undefined ? null : String(token),
      row_count: String(rows),
      skipped: String(skipped),
      owner: this.owner,
      seen_at: now,
      ...(mark ? { page: formatMark(mark) } : {}),
      ...(done ? { done_at: now } : {}),
    };
    const columns = Object.keys(changes).map((column) => `${column} = ?`);
    return this.change(position, columns.join(', '), Object.values(changes));
  }

  private change(position: number, columns: string, values: readonly unknown[]): Write {
    const cql = `UPDATE ${this.ranges} SET ${columns} WHERE name = ? AND run = ? AND position = ?`;
    return { cql, params: [...values, this.name, this.run, position] };
  }

  private async read(cql: string, more: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.access.records.execute(cql, [this.name, this.run, ...more], CONSISTENT)).rows;
  }

  private write({ cql, params }: Write): Promise<void> {
    return this.persistently(async (records) => void (await records.execute(cql, params, CONSISTENT)));
  }

  /** Servers that are busy are asked again for as long as for a row. */
  private async persistently(send: (records: Session) => Promise<void>): Promise<void> {
    const { hold, records, runtime } = this.access;
    const since = runtime.monotonic();
    for (let attempt = 1; ; attempt += 1) {
      await hold.assertHeld();
      try {
        return await send(records);
      } catch (error) {
        if (!isTransient(error) || runtime.monotonic() - since > GIVE_UP_AFTER) throw error;
        await runtime.delay(pauseAfter(attempt, runtime.random()), hold.signal);
      }
    }
  }
}

/** A half of a range that is written up to a token. A page may have ended within the partition of that token. */
function goingOn(half: Slice, token: bigint | undefined): Slice {
  const { start, end } = half.range;
  if (token === undefined || token <= start) return half;
  return token > end ? { ...half, token: end, done: true } : { ...half, token };
}

/** The servers take no request of any length, and nobody reads a message of megabytes. */
const shortened = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
const LONGEST_TEXT = 2_000;
