import type { Backfill } from './check-options.js';
import { BackfillRefusedError } from './errors.js';
import type { BackfillAccess } from './hold.js';
import { SourceTable } from './source-table.js';
import { StateRow, type BackfillRecord } from './state-row.js';

/**
 * Makes sure that a backfill may go on: its writes carry the time of its start, and once the tombstones of that time are
 * gone, they would bring back rows that the application has deleted since.
 * @throws BackfillRefusedError
 */
export async function refuseLateResume(
  record: BackfillRecord,
  backfill: Backfill,
  { session, runtime }: BackfillAccess,
): Promise<void> {
  const { grace } = await SourceTable.open(session, backfill);
  const age = (runtime.now().getTime() - record.startedAt.getTime()) / 1_000;
  if (age <= grace.seconds) return;
  throw new BackfillRefusedError(
    record.name,
    `it began ${Math.floor(age)} s ago, and table ${grace.table} keeps tombstones for ${grace.seconds} s (gc_grace_seconds): ` +
      'it could bring back rows that were deleted since',
    record.background
      ? `Begin anew: coodie backfill run ${record.name} --restart`
      : 'Begin anew: give the backfill another name.',
  );
}

/** Lets a backfill of a migration go on with the rate and the concurrency that the migration says now. */
export async function resumeInForeground(
  record: BackfillRecord,
  { backfill, access }: { readonly backfill: Backfill; readonly access: BackfillAccess },
): Promise<BackfillRecord> {
  if (record.state === 'finished') return record;
  await refuseLateResume(record, backfill, access);
  const { rate = null, concurrency } = backfill;
  const state = new StateRow(access.records, access.runtime, record.name);
  await state.change(record.run, ['running', 'paused'], { state: 'running', reason: null, rate, concurrency });
  return (await state.load()) ?? record;
}

/** Notes that all rows are written. */
export async function finishBackfill(record: BackfillRecord, { records, runtime }: BackfillAccess): Promise<void> {
  const state = new StateRow(records, runtime, record.name);
  const change = { state: 'finished', finished_at: runtime.now(), reason: null } as const;
  await state.change(record.run, ['running', 'paused'], change);
}
