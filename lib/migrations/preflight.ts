import {
  ChangedMigrationsError,
  IrreversibleMigrationError,
  MissingMigrationsError,
  OutOfOrderMigrationsError,
} from '../core/history/errors.js';
import type { MigrationEntry, MigrationStatus } from '../core/history/history.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { MigrationSource } from './migration-source.js';
import { guardScripts } from './guard.js';

/** The migrations of a directory and what the database says of them. */
export interface History {
  readonly entries: readonly MigrationEntry[];
  readonly statuses: readonly MigrationStatus[];
}

/**
 * Loads everything that is to be applied and refuses, before the first statement, what must not run.
 * @throws ChangedMigrationsError | OutOfOrderMigrationsError | MigrationLoadError | DestructiveStatementError
 */
export async function preflightUpgrade(
  source: MigrationSource,
  history: History,
  selected: readonly MigrationStatus[],
): Promise<readonly LoadedMigration[]> {
  refuseChanged(history);
  const late = selected.filter(({ state }) => state === 'out-of-order');
  if (late.length > 0) throw new OutOfOrderMigrationsError(late.map(({ name }) => name));
  const loaded = await loadAll(source, history, selected);
  guardScripts(loaded);
  return loaded;
}

/**
 * Loads everything that is to be rolled back and refuses, before the first statement, what has no way back.
 * @throws ChangedMigrationsError | MissingMigrationsError | MigrationLoadError | IrreversibleMigrationError
 */
export async function preflightDowngrade(
  source: MigrationSource,
  history: History,
  selected: readonly MigrationStatus[],
): Promise<readonly LoadedMigration[]> {
  refuseChanged(history);
  const gone = selected.filter(({ state }) => state === 'missing');
  if (gone.length > 0) throw new MissingMigrationsError(gone.map(({ name }) => name));
  const loaded = await loadAll(source, history, selected);
  const oneWay = loaded.filter(({ reversible }) => !reversible);
  if (oneWay.length > 0) throw new IrreversibleMigrationError(oneWay.map(({ entry }) => entry.origin));
  return loaded;
}

function refuseChanged({ statuses }: History): void {
  const changed = statuses.filter(({ state }) => state === 'changed');
  if (changed.length > 0) throw new ChangedMigrationsError(changed);
}

function loadAll(
  source: MigrationSource,
  { entries }: History,
  selected: readonly MigrationStatus[],
): Promise<readonly LoadedMigration[]> {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  return Promise.all(selected.flatMap(({ name }) => entryOf.get(name) ?? []).map((entry) => source.load(entry)));
}
