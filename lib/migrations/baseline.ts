import { UnfinishedMigrationsError } from '../core/history/errors.js';
import { selectForUpgrade } from '../core/history/select.js';
import { underLock, type LockContext } from '../lock/under-lock.js';
import { RECORD_TABLES } from '../session/own-tables.js';
import type { LogEntry } from './history/audit-log.js';
import { MigrationState } from './history/migration-state.js';
import { readHistory, type History } from './history/read-history.js';
import { beginRun, type Recorder } from './history/recorder.js';
import type { MigrationDependencies } from './run/dependencies.js';
import { loadSelected } from './run/preflight.js';
import type { LoadedMigration } from './source/loaded-migration.js';

export interface BaselineOptions {
  /** The last migration whose effect the database has already: its name, or as much of it as is unique. */
  readonly target: string;
  /** Why, for the log. */
  readonly reason?: string | undefined;
  /** Returns what would be recorded, and records nothing. */
  readonly dryRun?: boolean | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

/** Records migrations as applied without running them; answers their names. */
export async function recordBaseline(
  dependencies: MigrationDependencies,
  { target, reason, dryRun = false, lockWait = dependencies.lockWait }: BaselineOptions,
): Promise<readonly string[]> {
  const { source, lock, report } = dependencies;
  const database = await dependencies.database();
  const select = async (history: History) => loadSelected(source, history, unapplied(history, target));
  const planned = await select(await readHistory(database.session, source));
  if (dryRun || planned.length === 0) return namesOf(planned);
  return underLock({ database, lock, report, wait: lockWait, tables: RECORD_TABLES }, async (held) => {
    const history = await readHistory(held.session, source);
    const selected = await select(history);
    const recorder = beginRun(dependencies.recorder, { lease: held.lease, runtime: database.runtime, history });
    for (const migration of selected) await record(migration, held, { recorder, reason });
    return namesOf(selected);
  });
}

function unapplied({ statuses }: History, target: string) {
  const selected = selectForUpgrade(statuses, { target, outOfOrder: 'apply' });
  const halfWay = selected.filter(({ failure }) => failure !== undefined);
  if (halfWay.length > 0) throw new UnfinishedMigrationsError(halfWay);
  return selected;
}

async function record(
  migration: LoadedMigration,
  { ddl, lease }: LockContext,
  { recorder, reason }: { recorder: Recorder; reason: string | undefined },
): Promise<void> {
  const state = new MigrationState(ddl);
  const { entry } = migration;
  await lease.confirm();
  const line: LogEntry = { migration: entry.name, event: 'baselined', entry, reason };
  await state.record([state.appliedNow(migration, recorder)], [line], recorder);
  await state.prove(entry.name, entry.checksum);
}

const namesOf = (migrations: readonly LoadedMigration[]) => migrations.map(({ entry }) => entry.name);
