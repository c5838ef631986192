import { NOTHING_WRITTEN, type BackfillResult } from '../../backfill/backfill-options.js';
import { BackfillEngine } from '../../backfill/backfill-engine.js';
import { beginInForeground, forgetBackfill } from '../../backfill/begin-backfill.js';
import type { Backfill } from '../../backfill/check-options.js';
import type { RowSink } from '../../backfill/page-writes.js';
import type { Statement } from '../../core/cql/statement.js';
import { BackfillRefusedError } from '../../backfill/errors.js';
import { RangeRows } from '../../backfill/range-rows.js';
import { resultOf } from '../../backfill/slice.js';
import { finishBackfill, resumeInForeground } from '../../backfill/resume-backfill.js';
import { StateRow, type BackfillRecord } from '../../backfill/state-row.js';
import { BACKFILL_TABLES } from '../../session/backfill-tables.js';
import { ensureOwnTables } from '../../session/ensure-own-tables.js';
import type { Session } from '../../session/session.js';
import type { BackfillTools } from './backfill-tools.js';

/** Outcome of a backfill in this run. */
export interface BackfillStep {
  readonly result: BackfillResult;
  /** False where an earlier run has finished it. */
  readonly ran: boolean;
}

/** A backfill as the journal knows it, and what its work needs. */
export interface BackfillWork {
  readonly name: string;
  readonly statement: Statement;
  /** Called only where something is left to do. */
  readonly prepare: () => Promise<PreparedBackfill>;
}

export interface PreparedBackfill {
  readonly backfill: Backfill;
  /** Rows are read and written over it. */
  readonly session: Session;
  readonly sink?: RowSink | undefined;
  /** Called when every row is written, before that is noted. */
  readonly check?: () => Promise<void>;
  readonly close?: () => Promise<void>;
}

/** A backfill of the application's own rows. */
export function ownBackfill(backfill: Backfill, { session }: Pick<BackfillTools, 'session'>): BackfillWork {
  const { name, statement } = backfill;
  return { name, statement, prepare: async () => ({ backfill, session }) };
}

/**
 * Runs a backfill as one statement of the journal. A run that finds it begun goes on where that one stopped; where the
 * journal does not know it, what an earlier backfill of that name left behind is removed first.
 */
export async function backfillStep(
  { name, statement, prepare }: BackfillWork,
  tools: BackfillTools,
): Promise<BackfillStep> {
  const { ddl, runtime, journal } = tools;
  refuseTenant(name, ddl);
  const state = new StateRow(ddl, runtime, name);
  const result = await journal.resumed(statement, {
    begin: () => forget(state, tools),
    work: async () => {
      const prepared = await prepare();
      try {
        return await workOn(prepared, state, tools);
      } finally {
        await prepared.close?.();
      }
    },
  });
  if (result) return { result, ran: true };
  return { result: await earlierResult(state, tools), ran: false };
}

async function workOn(prepared: PreparedBackfill, state: StateRow, tools: BackfillTools): Promise<BackfillResult> {
  const { backfill, session } = prepared;
  const { ddl, lease, runtime, migration } = tools;
  const access = { session, records: ddl, hold: lease, runtime };
  const found = await state.load();
  const record = found
    ? await resumeInForeground(found, { backfill, access })
    : await beginInForeground(backfill, migration, access);
  return runAll(prepared, record, tools);
}

async function forget(state: StateRow, { ddl, lease, runtime }: BackfillTools): Promise<void> {
  await lease.assertHeld();
  await ensureOwnTables(ddl, Object.values(BACKFILL_TABLES));
  const found = await state.load();
  if (found?.background && (found.state === 'running' || found.state === 'paused')) throw openInBackground(found);
  await forgetBackfill(state.name, { records: ddl, hold: lease, runtime });
}

async function runAll(
  { backfill, session, sink, check }: PreparedBackfill,
  record: BackfillRecord,
  { ddl, lease, runtime, report }: BackfillTools,
): Promise<BackfillResult> {
  const access = { session, records: ddl, hold: lease, runtime };
  const common = { backfill, record, access, owner: lease.owner, report, sink };
  const engine = await BackfillEngine.open({ ...common, whenPaused: 'stop', shared: false });
  try {
    const result = await engine.workAll();
    await check?.();
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
