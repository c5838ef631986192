import type { Direction } from '../../core/progress.js';
import { LeaseLostError } from '../../lock/errors.js';
import type { Session } from '../../session/session.js';
import { DestructiveStatementError, MigrationFailedError, MigrationLoadError } from '../errors.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationContext } from '../source/migration.js';
import { DryRunContext } from './dry-run-context.js';
import type { MigrationResult } from './migration-result.js';
import { rowAtHand } from './row-at-hand.js';
import { RunContext, type RunTools } from './run-context.js';
import type { StatementRecord } from './statement-record.js';

/** @throws MigrationFailedError | LeaseLostError */
export async function runMigration(
  migration: LoadedMigration,
  direction: Direction,
  tools: RunTools,
): Promise<MigrationResult> {
  const startedAt = performance.now();
  const context = new RunContext(tools, migration, direction);
  tools.report({ kind: 'migration-started', name: migration.entry.name, direction });
  try {
    await runIn(context, migration, direction);
  } catch (error) {
    throw await explain(error, migration, { direction, context, session: tools.session });
  }
  const milliseconds = performance.now() - startedAt;
  tools.report({
    kind: 'migration-finished',
    name: migration.entry.name,
    direction,
    statements: context.record.count,
    milliseconds,
  });
  return resultOf(migration, direction, { record: context.record, milliseconds, dryRun: false });
}

/** What would run. Code is run with a context that sends nothing. */
export async function dryRunMigration(
  migration: LoadedMigration,
  direction: Direction,
  keyspace: string,
): Promise<MigrationResult> {
  const startedAt = performance.now();
  const context = new DryRunContext(keyspace, migration, direction);
  await runIn(context, migration, direction);
  return resultOf(migration, direction, {
    record: context.record,
    milliseconds: performance.now() - startedAt,
    dryRun: true,
  });
}

async function runIn(
  context: RunContext | DryRunContext,
  migration: LoadedMigration,
  direction: Direction,
): Promise<void> {
  if (migration.form === 'code') return runCode(migration.migration, context, direction);
  for (const { cql, line, column } of migration.statements[direction]) {
    await (context instanceof RunContext ? context.executeAt(cql, { line, column }) : context.execute(cql));
  }
}

interface Runnable {
  upgrade(context: MigrationContext): Promise<void>;
  downgrade?(context: MigrationContext): Promise<void>;
}

async function runCode(migration: Runnable, context: MigrationContext, direction: Direction): Promise<void> {
  if (direction === 'upgrade') return migration.upgrade(context);
  if (!migration.downgrade) throw new MigrationLoadError('the migration', 'it has no downgrade');
  return migration.downgrade(context);
}

interface Circumstances {
  readonly direction: Direction;
  readonly context: RunContext;
  readonly session: Session;
}

/** The loss of the lock is what matters where it is the reason; a refusal before anything was sent speaks for itself. */
async function explain(
  error: unknown,
  { entry }: LoadedMigration,
  { direction, context, session }: Circumstances,
): Promise<unknown> {
  const { record, signal, failed: statement, atHand } = context;
  if (error instanceof LeaseLostError) return error;
  if (signal.reason instanceof LeaseLostError) return signal.reason;
  if (error instanceof DestructiveStatementError && record.count === 0) return error;
  // What failed is what matters: where the key cannot be asked for, the error goes without it.
  const row = atHand && (await rowAtHand(session, atHand).catch(() => undefined));
  return new MigrationFailedError({ origin: entry.origin, direction, done: record.statements, statement, row }, error);
}

interface Outcome {
  readonly record: StatementRecord;
  readonly milliseconds: number;
  readonly dryRun: boolean;
}

function resultOf({ entry }: LoadedMigration, direction: Direction, outcome: Outcome): MigrationResult {
  const { record, milliseconds, dryRun } = outcome;
  return { name: entry.name, direction, dryRun, statements: record.statements, milliseconds };
}
