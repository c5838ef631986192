import type { Lease } from '../lock/lease.js';
import type { Runtime } from '../session/runtime.js';
import type { Backfill } from './check-options.js';
import type { BackfillAccess } from './hold.js';
import { rangesOf } from './plan-table.js';
import { RangeRows } from './range-rows.js';
import { SourceTable } from './source-table.js';
import { StateRow, type BackfillRecord } from './state-row.js';

/** Access under a lease, which has a time that is later than all that earlier holders wrote. */
export type LeasedAccess = BackfillAccess & { readonly hold: Pick<Lease, 'timestamp'> };

export type Draft = Pick<BackfillRecord, 'name' | 'background' | 'migration' | 'rate' | 'concurrency'>;

/** The record of a backfill whose ranges are not noted yet. */
export function draftRecord(draft: Draft, runtime: Pick<Runtime, 'uuid' | 'now'>): BackfillRecord {
  return {
    ...draft,
    run: runtime.uuid(),
    fingerprint: undefined,
    table: '',
    shape: '',
    ranges: 0,
    timestamp: 0,
    state: 'running',
    reason: undefined,
    startedAt: runtime.now(),
    finishedAt: undefined,
  };
}

/** Whether the ranges of a backfill are noted. */
export const hasBegun = ({ shape }: BackfillRecord): boolean => shape !== '';

/**
 * Notes the ranges of a run, and returns its record as it is to be: that says that they are complete, so it is written
 * after this. The time of all writes is that of now.
 */
export async function planRun(
  draft: BackfillRecord,
  backfill: Backfill,
  access: LeasedAccess,
): Promise<BackfillRecord> {
  const { runtime, session, records, hold } = access;
  const { table, rate, concurrency } = backfill;
  const source = await SourceTable.open(session, backfill);
  const startedAt = runtime.now();
  // Over one host: no two of them tell the same of the ring.
  const ranges = await rangesOf(backfill, records);
  await new RangeRows(access, draft.name, draft.run, '').create(ranges);
  return {
    ...draft,
    table,
    ranges: ranges.length,
    startedAt,
    shape: source.shapeText,
    timestamp: hold.timestamp() ?? startedAt.getTime() * 1_000,
    rate: draft.rate ?? rate,
    concurrency: draft.concurrency ?? concurrency,
  };
}

/** Begins a backfill of a migration, which has no state row. Returns the record that is there then. */
export async function beginInForeground(
  backfill: Backfill,
  migration: string,
  access: LeasedAccess,
): Promise<BackfillRecord> {
  const { runtime, records } = access;
  const { name } = backfill;
  const draft = { name, migration, background: false, rate: undefined, concurrency: undefined };
  const record = await planRun(draftRecord(draft, runtime), backfill, access);
  const state = new StateRow(records, runtime, name);
  if (await state.insert(record)) return record;
  return (await state.load()) ?? record;
}

/** Forgets all that is known of a backfill, of whichever run. */
export async function forgetBackfill(name: string, access: Omit<BackfillAccess, 'session'>): Promise<void> {
  await new StateRow(access.records, access.runtime, name).remove();
  await new RangeRows(access, name, '', '').forget();
}
