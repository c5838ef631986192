import type { Row } from '../session/session.js';

/** A write for one row: an INSERT, UPDATE or DELETE that has the same effect when it is sent twice. */
export interface BackfillStatement {
  readonly cql: string;
  readonly params?: readonly unknown[];
}

export type BackfillWrites = BackfillStatement | readonly BackfillStatement[] | undefined;

/** Options of a backfill. */
export interface BackfillOptions {
  /** Name in the tables that keep how far it came. By default that of the migration. */
  readonly name?: string | undefined;
  /** The table that is read, as the schema spells it. */
  readonly table: string;
  /** Columns that `row` is given; those of the key are added. */
  readonly columns: readonly string[];
  /** Returns the writes for a row; none to skip it. It may be called again for the same row. */
  readonly row: (row: Row) => BackfillWrites | Promise<BackfillWrites>;
  /** Most writes in flight at a time: 128 by default. */
  readonly concurrency?: number | undefined;
  /** Most rows per second. */
  readonly rate?: number | undefined;
  /** Milliseconds within which 9 of 10 writes are to be answered; fewer are in flight where they are not. */
  readonly latency?: number | undefined;
  /** Rows that are read at a time: 1 000 by default. */
  readonly pageSize?: number | undefined;
  /**
   * Number of token ranges. By default one for each 10 MB or 10 000 rows, as the servers estimate them, from 16 to 10 000 of
   * them; 64 where they do not.
   */
  readonly ranges?: number | undefined;
  /** Number of times that reading a page is tried again: 5 by default. */
  readonly retries?: number | undefined;
  /** Number of rows that may fail: 0 by default. They are kept in `_coodie_backfill_dead`. */
  readonly deadRows?: number | undefined;
  /** Columns that must not have changed since the row was read: each UPDATE becomes a lightweight transaction. */
  readonly guard?: readonly string[] | undefined;
}

/**
 * A backfill that a migration starts, and workers do: the application defines it with `@Backfill('name')`.
 * @publicApi
 */
export interface BackgroundBackfill {
  readonly name: string;
  readonly background: true;
  /** Most rows per second, of all processes together; by default as the definition says. */
  readonly rate?: number | undefined;
  /** Most writes in flight of each process; by default as the definition says. */
  readonly concurrency?: number | undefined;
}

/** A backfill as a migration asks for it. */
export type AnyBackfill = BackfillOptions | BackgroundBackfill;

/** Outcome of a backfill, over all runs that it took. Rows that were read again after a crash count again. */
export interface BackfillResult {
  readonly rows: number;
  /** Rows without a write, and rows that a guard protected. */
  readonly skipped: number;
  readonly dead: number;
}

/** The result of a backfill that has not run. */
export const NOTHING_WRITTEN: BackfillResult = { rows: 0, skipped: 0, dead: 0 };
