import { planRanges } from '../core/backfill/plan-ranges.js';
import { formatShape } from '../core/backfill/table-shape.js';
import type { Lease } from '../lock/lease.js';
import type { Backfill } from './check-options.js';
import type { BackfillAccess } from './hold.js';
import { RangeRows } from './range-rows.js';
import { SourceTable } from './source-table.js';
import { StateRow, type BackfillRecord } from './state-row.js';

export interface BeginOptions {
  readonly backfill: Backfill;
  readonly access: BackfillAccess & { readonly hold: Pick<Lease, 'timestamp'> };
  readonly migration: string | undefined;
  readonly background: boolean;
  readonly fingerprint?: string | undefined;
}

/**
 * Begins a backfill of a name that has no state row: notes the ranges, and after them the start, which says that they are
 * complete. Answers the record that is there then, whoever began it.
 */
export async function beginBackfill(options: BeginOptions): Promise<BackfillRecord> {
  const { backfill, access } = options;
  const { runtime, records, session } = access;
  const record = recordOf(options, await SourceTable.open(session, backfill));
  await new RangeRows(access, record.name, record.run, '').create(planRanges([], backfill.ranges));
  const state = new StateRow(records, runtime, record.name);
  if (await state.insert(record)) return record;
  return (await state.load()) ?? record;
}

function recordOf({ backfill, access, ...rest }: BeginOptions, source: SourceTable): BackfillRecord {
  const { name, table, ranges, rate, concurrency } = backfill;
  const { runtime, hold } = access;
  const startedAt = runtime.now();
  return {
    name,
    run: runtime.uuid(),
    fingerprint: rest.fingerprint,
    table,
    shape: formatShape(source.shape),
    ranges,
    timestamp: hold.timestamp() ?? startedAt.getTime() * 1_000,
    state: 'running',
    reason: undefined,
    rate,
    concurrency,
    background: rest.background,
    migration: rest.migration,
    startedAt,
    finishedAt: undefined,
  };
}
