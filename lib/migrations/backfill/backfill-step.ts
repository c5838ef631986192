import { NOTHING_WRITTEN, type BackfillResult } from '../source/backfill.js';
import type { BackfillTools } from './backfill-tools.js';
import { BackfillState, resultOf } from './backfill-state.js';
import type { Backfill } from './check-options.js';
import { BackfillRefusedError } from './errors.js';
import { runBackfill } from './run-backfill.js';

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
  const { ddl, lease, runtime, journal } = tools;
  if (ddl.stateKeyspace !== undefined) throw tenantRefused(backfill.name);
  const state = new BackfillState({ ddl, lease, runtime }, backfill.name);
  const result = await journal.resumed(backfill.statement, {
    begin: () => state.forget(),
    work: async () => {
      const stored = (await state.load()) ?? (await state.begin(backfill));
      return runBackfill(backfill, { state, stored }, tools);
    },
  });
  if (result) return { result, ran: true };
  const stored = await state.load();
  return { result: stored ? resultOf(stored) : NOTHING_WRITTEN, ran: false };
}

function tenantRefused(name: string): BackfillRefusedError {
  const problem = 'a tenant has no tables that could keep how far it came';
  return new BackfillRefusedError(name, problem, 'Write the rows of tenants with stream() and execute().');
}
