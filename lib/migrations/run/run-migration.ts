import { BackfillUnfinishedError } from '../../backfill/errors.js';
import type { Direction } from '../../core/progress/progress.js';
import { LeaseLostError } from '../../lock/errors.js';
import type { Lease } from '../../lock/lease.js';
import { inTime } from '../../session/in-time.js';
import { DestructiveStatementError, MigrationFailedError } from '../source/errors.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import { openDryRunContext, type TryOut } from './dry-run-context.js';
import { StalledDryRunError } from './errors.js';
import type { MigrationResult } from './migration-result.js';
import { keyOfRow } from './key-of-row.js';
import { openRunContext, type RunContext } from './run-context.js';
import { runInContext } from './run-in-context.js';
import type { StatementRecord } from './statement-record.js';
import type { RunTools } from './run-tools.js';

/** @throws MigrationFailedError | LeaseLostError */
export async function runMigration(
  migration: LoadedMigration,
  direction: Direction,
  tools: RunTools,
): Promise<MigrationResult> {
  const startedAt = performance.now();
  const open = openRunContext(tools, migration, direction);
  tools.report({ kind: 'migration-started', name: migration.entry.name, direction });
  try {
    await runInContext(open, migration, direction);
  } catch (error) {
    throw await explain(error, migration, { direction, open, tools });
  }
  const { record } = open.handler;
  const milliseconds = performance.now() - startedAt;
  tools.report({
    kind: 'migration-finished',
    name: migration.entry.name,
    direction,
    statements: record.count,
    milliseconds,
  });
  return resultOf(migration, direction, { record, milliseconds, dryRun: false });
}

/** Seconds. A plan is compared with a dry run while the lock is held. */
const LONGEST_DRY_RUN = 60;

/**
 * Result that a run would have. Code is run with a context that writes nothing.
 * @throws StalledDryRunError
 */
export async function dryRunMigration(
  migration: LoadedMigration,
  direction: Direction,
  keyspace: string,
  tryOut?: TryOut,
): Promise<MigrationResult> {
  const startedAt = performance.now();
  const open = openDryRunContext(keyspace, migration, direction, { tryOut });
  const late = new StalledDryRunError(migration.entry.origin, LONGEST_DRY_RUN);
  try {
    await inTime(runInContext(open, migration, direction), LONGEST_DRY_RUN * 1_000, late);
  } catch (error) {
    if (error === late) open.abandon(late);
    throw error;
  }
  const { record, trials } = open.handler;
  const milliseconds = performance.now() - startedAt;
  const result = resultOf(migration, direction, { record, milliseconds, dryRun: true });
  return trials.length === 0 ? result : { ...result, backfills: trials };
}

interface FailureContext {
  readonly direction: Direction;
  readonly open: RunContext;
  readonly tools: RunTools;
}

/** The loss of the lock is what matters where it is the reason; a refusal before anything was sent speaks for itself. */
async function explain(
  error: unknown,
  { entry }: LoadedMigration,
  { direction, open, tools }: FailureContext,
): Promise<unknown> {
  const { record, failed: statement, atHand } = open.handler;
  const lost = await lossOf(error, open, tools.lease);
  if (lost) return lost;
  if (isRefusal(error) && record.count === 0 && tools.journal.doneBefore.length === 0) return error;
  // The failure matters most: if the key cannot be read, the error goes without it.
  const row = atHand && (await keyOfRow(tools.session, atHand).catch(() => undefined));
  const { doneBefore } = tools.journal;
  const done = [...doneBefore, ...record.statements];
  const failure = { origin: entry.origin, direction, done, doneBefore: doneBefore.length, statement, row };
  return new MigrationFailedError(failure, error);
}

const isRefusal = (error: unknown): boolean =>
  error instanceof DestructiveStatementError || error instanceof BackfillUnfinishedError;

/** A run that was held up past its lease learns of it here: another run may have done what it was refused. */
async function lossOf(error: unknown, { context }: RunContext, lease: Lease): Promise<LeaseLostError | undefined> {
  if (error instanceof LeaseLostError) return error;
  if (context.signal.reason instanceof LeaseLostError) return context.signal.reason;
  try {
    await lease.assertHeld();
    return undefined;
  } catch (problem) {
    return problem instanceof LeaseLostError ? problem : undefined;
  }
}

interface Outcome {
  readonly record: StatementRecord;
  readonly milliseconds: number;
  readonly dryRun: boolean;
}

function resultOf({ entry }: LoadedMigration, direction: Direction, outcome: Outcome): MigrationResult {
  const { record, milliseconds, dryRun } = outcome;
  const { statements, risks, count, omitted } = record;
  const result = { name: entry.name, direction, dryRun, statements, count, omitted, milliseconds };
  return risks ? { ...result, risks } : result;
}
