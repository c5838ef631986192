import { Definitions } from '../../backfill/background/background-definition.js';
import type { Direction } from '../../core/progress/progress.js';
import { underLock, type LockContext } from '../../lock/under-lock.js';
import { RECORD_TABLES } from '../../session/own-tables.js';
import type { Runtime } from '../../session/runtime.js';
import type { Session } from '../../session/session.js';
import { inSpan, NO_TELEMETRY, type Span } from '../../session/telemetry.js';
import { readHistory, type History } from '../history/read-history.js';
import { beginRun } from '../history/recorder.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationDependencies } from './dependencies.js';
import { tryWanted } from '../backfill/background-step.js';
import type { TryOut } from './dry-run-context.js';
import { HookCaller } from './hooks.js';
import type { MigrationResult } from './migration-result.js';
import { MigrationRun } from './migration-run.js';
import { dryRunMigration } from './run-migration.js';
import { tellPending } from './tell-pending.js';

/** Which migrations are to run, and which way. */
export interface RunPlan {
  readonly direction: Direction;
  /** Selects migrations from the history; called again once the lock is held. */
  readonly select: (history: History, session: Session) => Promise<readonly LoadedMigration[]>;
  /** Says once what else is worth knowing. */
  readonly announce?: (history: History) => void;
}

export interface RunOptions {
  readonly dryRun?: boolean | undefined;
  /** Seconds. */
  readonly lockWait?: number | undefined;
}

/** Decides what to run before taking the lock, and decides again, finally, while holding it. */
export function runMigrations(
  dependencies: MigrationDependencies,
  plan: RunPlan,
  options: RunOptions,
): Promise<readonly MigrationResult[]> {
  const { telemetry = NO_TELEMETRY } = dependencies;
  const attributes = () => ({ 'coodie.direction': plan.direction, 'coodie.dry_run': options.dryRun ?? false });
  return inSpan({ telemetry, name: 'coodie.migrate', attributes }, (span) => runIn(span, dependencies, plan, options));
}

async function runIn(
  span: Span,
  dependencies: MigrationDependencies,
  plan: RunPlan,
  { dryRun, lockWait = dependencies.lockWait }: RunOptions,
): Promise<readonly MigrationResult[]> {
  const database = await dependencies.database();
  const { session } = database;
  const history = await readHistory(session, dependencies.source);
  tellPending(dependencies, history);
  const selected = await plan.select(history, session);
  span.note({ 'db.namespace': session.keyspace, 'coodie.migrations': selected.length });
  plan.announce?.(history);
  if (dryRun) {
    const { backfills } = surroundingsOf(dependencies);
    const tryOut: TryOut = async (wanted) => tryWanted(wanted, session, await backfills());
    return inTurn(selected, (migration) => dryRunMigration(migration, plan.direction, session.keyspace, tryOut));
  }
  if (selected.length === 0) return [];
  const { lock, report } = dependencies;
  return underLock({ database, lock, report, wait: lockWait, tables: RECORD_TABLES }, (held) =>
    runLocked(dependencies, plan, { ...held, runtime: database.runtime }),
  );
}

/** The same for a caller that already holds the lock. */
export async function runLocked(
  dependencies: Omit<MigrationDependencies, 'database'>,
  { direction, select }: RunPlan,
  held: LockContext & { readonly runtime: Runtime },
): Promise<readonly MigrationResult[]> {
  const { source, report, hooks, recorder } = dependencies;
  const { session, runtime } = held;
  const history = await readHistory(session, source);
  const selected = await select(history, session);
  const names = selected.map(({ entry }) => entry.name);
  report({ kind: 'migrations-planned', keyspace: session.keyspace, direction, names });
  if (selected.length === 0) return [];
  const caller = new HookCaller(hooks(), report, { signal: held.lease.signal, runtime });
  const run = new MigrationRun({
    held,
    report,
    hooks: caller,
    direction,
    recorder: beginRun(recorder, { lease: held.lease, runtime, history }),
    history,
    ...surroundingsOf(dependencies),
  });
  const tell = (done: number) => tellPending(dependencies, history, direction === 'upgrade' ? -done : done);
  return caller.run({ keyspace: session.keyspace, direction, migrations: names }, () => inOrder(run, selected, tell));
}

function surroundingsOf({
  backfills = async () => new Definitions([]),
  trial = false,
  telemetry = NO_TELEMETRY,
}: Omit<MigrationDependencies, 'database'>) {
  return { backfills, trial, telemetry };
}

function inOrder(run: MigrationRun, selected: readonly LoadedMigration[], tell: (done: number) => void) {
  return inTurn(selected, async (migration, index) => {
    const result = await run.migrate(migration);
    tell(index + 1);
    return result;
  });
}

async function inTurn<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
