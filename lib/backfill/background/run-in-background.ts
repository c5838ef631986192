import { messageOf } from '../../core/error.js';
import type { Report } from '../../core/progress/progress.js';
import { BackfillEngine } from '../backfill-engine.js';
import { BackfillNotRunningError } from '../errors.js';
import type { BackfillAccess } from '../hold.js';
import type { PreparedRun } from './prepare-run.js';
import { finishBackfill } from '../resume-backfill.js';
import { StateRow } from '../state-row.js';

export interface RunCircumstances {
  /** The process, as the ranges show it. */
  readonly owner: string;
  readonly report: Report;
  /** Ends the run. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Works on what is left of a backfill, alone. Where it cannot go on, the backfill is paused with the reason: a process that
 * is started again by itself must not retry for ever what a person has to fix.
 */
export async function runToItsEnd(
  prepared: PreparedRun,
  access: BackfillAccess,
  circumstances: RunCircumstances,
): Promise<void> {
  if (prepared.record.state === 'finished') return;
  await withEngine(prepared, access, circumstances, async (engine) => {
    try {
      await engine.workAll();
    } catch (error) {
      await pauseAfter(error, prepared, access, circumstances);
      throw error;
    }
    await finishBackfill(prepared.record, access);
  });
}

/** Returns how many rows are no longer dead. */
export function retryDeadRows(
  prepared: PreparedRun,
  access: BackfillAccess,
  circumstances: RunCircumstances,
): Promise<number> {
  const { name, state, reason } = prepared.record;
  if (state === 'paused') throw new BackfillNotRunningError(name, state, reason);
  // A row that fails again stays dead, whatever the limit is.
  const backfill = { ...prepared.backfill, deadRows: Number.POSITIVE_INFINITY };
  return withEngine({ ...prepared, backfill }, access, circumstances, (engine) => engine.retryDead());
}

async function withEngine<T>(
  { backfill, record }: PreparedRun,
  access: BackfillAccess,
  { owner, report, signal }: RunCircumstances,
  work: (engine: BackfillEngine) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const options = { backfill, record, access, owner, whenPaused: 'wait', shared: false, report } as const;
  const engine = await BackfillEngine.open(options);
  const stop = () => engine.stop(signal?.reason as Error);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work(engine);
  } finally {
    signal?.removeEventListener('abort', stop);
    engine.close();
  }
}

/** A run that was asked to stop, or has lost its lease, says nothing of the backfill itself. */
async function pauseAfter(
  error: unknown,
  { record }: PreparedRun,
  { hold, records, runtime }: BackfillAccess,
  { signal }: RunCircumstances,
): Promise<void> {
  if (hold.signal.aborted || signal?.aborted || error instanceof BackfillNotRunningError) return;
  const state = new StateRow(records, runtime, record.name);
  // The failure matters more than a pause that could not be noted.
  await state.change(record.run, ['running'], { state: 'paused', reason: messageOf(error) }).catch(() => false);
}
