import { NOTHING_WRITTEN, type BackfillResult } from '../../backfill/backfill-options.js';
import { BackfillEngine } from '../../backfill/backfill-engine.js';
import { beginInForeground, forgetBackfill } from '../../backfill/begin-backfill.js';
import type { Backfill } from '../../backfill/check-options.js';
import { BackfillRefusedError } from '../../backfill/errors.js';
import { RangeRows, resultOf } from '../../backfill/range-rows.js';
import { finishBackfill, resumeInForeground } from '../../backfill/resume-backfill.js';
import { StateRow, type BackfillRecord } from '../../backfill/state-row.js';
import { BACKFILL_TABLES } from '../../session/backfill-tables.js';
import { ensureOwnTables } from '../../session/own-tables.js';
import type { Session } from '../../session/session.js';
import type { BackfillTools } from './backfill-tools.js';

/** Outcome of a backfill in this run. */
export interface BackfillStep {
  readonly result: BackfillResult;
  /** False where an earlier run has finished it. */
  readonly ran: boolean;
}

/**
 * Runs a backfill as one statement of the journal. A run that finds it begun goes on where that one stopped; where the
 * journal does not know it, what an earlier backfill of that name left behind is removed first.
 */
export async function backfillStep(backfill: Backfill, tools: BackfillTools): Promise<BackfillStep> {
  const { session, ddl, lease, runtime, journal } = tools;
  refuseTenant(backfill.name, ddl);
  const access = { session, records: ddl, hold: lease, runtime };
  const state = new StateRow(ddl, runtime, backfill.name);
  const result = await journal.resumed(backfill.statement, {
    begin: () => forget(state, tools),
    work: async () => {
      const found = await state.load();
      const record = found
        ? await resumeInForeground(found, { backfill, access })
        : await beginInForeground(backfill, tools.migration, access);
      return runAll(backfill, record, tools);
    },
  });
  if (result) return { result, ran: true };
  return { result: await earlierResult(state, tools), ran: false };
}

async function forget(state: StateRow, { ddl, lease, runtime }: BackfillTools): Promise<void> {
  await lease.assertHeld();
  await ensureOwnTables(ddl, Object.values(BACKFILL_TABLES));
  const found = await state.load();
  if (found?.background && (found.state === 'running' || found.state === 'paused')) throw openInBackground(found);
  await forgetBackfill(state.name, { records: ddl, hold: lease, runtime });
}

async function runAll(backfill: Backfill, record: BackfillRecord, tools: BackfillTools): Promise<BackfillResult> {
  const { session, ddl, lease, runtime, report } = tools;
  const access = { session, records: ddl, hold: lease, runtime };
  const options = { backfill, record, access, owner: lease.owner, whenPaused: 'stop', shared: false, report } as const;
  const engine = await BackfillEngine.open(options);
  try {
    const result = await engine.workAll();
    await finishBackfill(record, access);
    return result;
  } finally {
    engine.close();
  }
}

async function earlierResult(state: StateRow, { ddl, lease, runtime }: BackfillTools): Promise<BackfillResult> {
  const record = await state.load();
  if (!record) return NOTHING_WRITTEN;
  const rows = new RangeRows({ records: ddl, hold: lease, runtime }, record.name, record.run, lease.owner);
  return resultOf(await rows.load(), (await rows.deadRows()).length);
}

function openInBackground({ name, state }: BackfillRecord): BackfillRefusedError {
  const problem = `a backfill of that name is ${state} in the background`;
  return new BackfillRefusedError(name, problem, `Finish it, or cancel it: coodie backfill cancel ${name}`);
}

/** @throws BackfillRefusedError */
export function refuseTenant(name: string, { stateKeyspace }: Pick<Session, 'stateKeyspace'>): void {
  if (stateKeyspace === undefined) return;
  const problem = 'a tenant has no tables that could keep how far it came';
  throw new BackfillRefusedError(name, problem, 'Write the rows of tenants with stream() and execute().');
}
