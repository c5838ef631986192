import { shareCovered } from '../core/backfill/estimate-progress.js';
import { BACKFILL_TABLES } from '../session/backfill-tables.js';
import { existingTables } from '../session/own-tables.js';
import type { Database } from '../session/session.js';
import { hasBegun } from './begin-backfill.js';
import { heldUntil } from './hold.js';
import { RangeRows } from './range-rows.js';
import { ownersAtWork, resultOf, standing } from './slice.js';
import { StateRow, type BackfillCondition, type BackfillRecord } from './state-row.js';

/**
 * Progress of a backfill.
 * @publicApi
 */
export interface BackfillStatus {
  readonly name: string;
  readonly state: BackfillCondition;
  /** Reason of the pause, if one was given. */
  readonly reason: string | undefined;
  /** Whether workers run it, and not a migration. */
  readonly background: boolean;
  /** The migration that started it. */
  readonly migration: string | undefined;
  /** Undefined until its ranges are noted. */
  readonly table: string | undefined;
  /** Share of the tokens that are done, from 0 to 1. */
  readonly share: number;
  readonly ranges: { readonly total: number; readonly done: number };
  readonly rows: number;
  readonly skipped: number;
  readonly dead: number;
  /** Most rows per second, of all processes together. */
  readonly rate: number | undefined;
  /** Most writes in flight of each process. */
  readonly concurrency: number | undefined;
  /** Processes that were seen at work in the last 15 s. */
  readonly workers: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
}

export async function readStatus(record: BackfillRecord, database: Recorded): Promise<BackfillStatus> {
  const rows = recordedRows(record, database);
  const [all, dead] = await Promise.all([rows.load(), rows.deadRows()]);
  const slices = standing(all);
  const { name, state, reason, background, migration, rate, concurrency, startedAt, finishedAt } = record;
  return {
    name,
    state,
    reason,
    background,
    migration,
    table: record.table || undefined,
    share: hasBegun(record) ? shareCovered(slices) : 0,
    ranges: { total: slices.length, done: slices.filter(({ done }) => done).length },
    ...resultOf(all, dead.length),
    rate,
    concurrency,
    workers: ownersAtWork(slices, database.runtime.now()).size,
    startedAt,
    finishedAt,
  };
}

type Recorded = Pick<Database, 'session' | 'runtime'>;

/** Whether the tables of backfills exist: no backfill was ever started otherwise. */
export async function areThere({ session }: Pick<Recorded, 'session'>): Promise<boolean> {
  const tables = Object.values(BACKFILL_TABLES);
  return (await existingTables(session, tables)).size === tables.length;
}

/** The record of a backfill; undefined where none of that name was ever started. */
export async function recordOf(name: string, { session, runtime }: Recorded): Promise<BackfillRecord | undefined> {
  return (await areThere({ session })) ? new StateRow(session, runtime, name).load() : undefined;
}

/** The ranges and dead rows of a backfill, read-only. */
export function recordedRows({ name, run }: BackfillRecord, { session, runtime }: Recorded): RangeRows {
  return new RangeRows({ records: session, hold: heldUntil(AbortSignal.abort()), runtime }, name, run, '');
}

/** `running, 62 %`, with the reason of a pause. */
export async function progressOf(record: BackfillRecord, database: Recorded): Promise<string> {
  const { state, share, reason } = await readStatus(record, database);
  return `${state}, ${Math.floor(share * 100)} %${reason === undefined ? '' : `, ${reason}`}`;
}
