import {
  ChangedMigrationsError,
  IrreversibleMigrationError,
  MissingMigrationsError,
  OutOfOrderMigrationsError,
  RenamedMigrationsError,
  UnfinishedMigrationsError,
} from '../../core/history/errors.js';
import type { MigrationStatus, OutOfOrderPolicy } from '../../core/history/history.js';
import { hasEffects } from '../../core/history/journal-step.js';
import type { Direction } from '../../core/progress.js';
import { EditedStatementError } from '../errors.js';
import { hashOf } from '../record/journal.js';
import { journalledStatements } from '../record/journalled.js';
import type { History } from '../record/read-history.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationSource } from '../source/migration-source.js';
import { guardScripts } from './guard.js';

export interface UpgradeSelection {
  readonly selected: readonly MigrationStatus[];
  readonly outOfOrder: OutOfOrderPolicy;
}

/**
 * Loads everything that is to be applied and refuses, before the first statement, what must not run.
 * @throws ChangedMigrationsError | RenamedMigrationsError | UnfinishedMigrationsError | OutOfOrderMigrationsError |
 * MigrationLoadError | DestructiveStatementError | EditedStatementError
 */
export async function preflightUpgrade(
  source: MigrationSource,
  history: History,
  { selected, outOfOrder }: UpgradeSelection,
): Promise<readonly LoadedMigration[]> {
  refuseChanged(history);
  refuseRenamed(selected);
  refuseUnfinished(history, (status) => status.failure?.direction === 'downgrade' || isAbandoned(status, history));
  const late = selected.filter(({ state }) => state === 'out-of-order');
  if (late.length > 0 && outOfOrder === 'error') throw new OutOfOrderMigrationsError(late.map(({ name }) => name));
  const loaded = await loadSelected(source, history, selected);
  guardScripts(loaded);
  refuseEdited(loaded, history, 'upgrade');
  return loaded;
}

/**
 * Loads everything that is to be rolled back and refuses, before the first statement, what has no way back. What is
 * half-way in its upgrade is rolled back, too: as far as it came.
 * @throws ChangedMigrationsError | MissingMigrationsError | MigrationLoadError | IrreversibleMigrationError
 */
export async function preflightDowngrade(
  source: MigrationSource,
  history: History,
  selected: readonly MigrationStatus[],
): Promise<readonly LoadedMigration[]> {
  refuseChanged(history);
  const gone = selected.filter(({ origin }) => origin === undefined);
  if (gone.length > 0) throw new MissingMigrationsError(gone.map(({ name }) => name));
  const loaded = await loadSelected(source, history, selected);
  const oneWay = loaded.filter(({ reversible }) => !reversible);
  if (oneWay.length > 0) throw new IrreversibleMigrationError(oneWay.map(({ entry }) => entry.origin));
  refuseEdited(loaded, history, 'downgrade');
  return loaded;
}

function refuseChanged({ statuses }: History): void {
  const changed = statuses.filter(({ state }) => state === 'changed');
  if (changed.length > 0) throw new ChangedMigrationsError(changed);
}

function refuseRenamed(selected: readonly MigrationStatus[]): void {
  const renamed = selected.filter(({ renamedFrom }) => renamedFrom !== undefined);
  if (renamed.length > 0) throw new RenamedMigrationsError(renamed);
}

/** What is half-way and cannot go on comes first. */
function refuseUnfinished({ statuses }: History, isInTheWay: (status: MigrationStatus) => boolean): void {
  const unfinished = statuses.filter(isInTheWay);
  if (unfinished.length > 0) throw new UnfinishedMigrationsError(unfinished);
}

/** Its file is gone after something of it was done. */
function isAbandoned({ name, origin }: MigrationStatus, { unfinished }: History): boolean {
  const own = unfinished.get(name);
  return origin === undefined && own !== undefined && hasEffects(own);
}

/** The done part of a script is known before anything runs; that of code when it runs. */
function refuseEdited(migrations: readonly LoadedMigration[], { unfinished }: History, direction: Direction): void {
  for (const migration of migrations.filter(({ form }) => form === 'script')) {
    const own = unfinished.get(migration.entry.name);
    const steps = own?.direction === direction ? own.steps.filter(({ state }) => state === 'done') : [];
    const written = journalledStatements(migration, direction);
    const edited = steps.find(({ position, hash }) => hash !== hashOf(written[position - 1] ?? ''));
    if (edited) throw new EditedStatementError(migration.entry.origin, edited.cql, written[edited.position - 1]);
  }
}

/** Those of some migrations that have a file, loaded. */
export function loadSelected(
  source: MigrationSource,
  { entries }: History,
  selected: readonly MigrationStatus[],
): Promise<readonly LoadedMigration[]> {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  return Promise.all(selected.flatMap(({ name }) => entryOf.get(name) ?? []).map((entry) => source.load(entry)));
}
