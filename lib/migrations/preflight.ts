import {
  ChangedMigrationsError,
  IrreversibleMigrationError,
  MissingMigrationsError,
  OutOfOrderMigrationsError,
  UnfinishedMigrationsError,
} from '../core/history/errors.js';
import type { MigrationEntry, MigrationStatus } from '../core/history/history.js';
import type { Unfinished } from '../core/history/journal-step.js';
import type { Direction } from '../core/progress.js';
import { classifyStatement } from '../core/cql/classify-statement.js';
import { EditedStatementError } from './errors.js';
import { hashOf } from './journal.js';
import { isJournalled } from './journalled.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { MigrationSource } from './migration-source.js';
import { guardScripts } from './guard.js';

/** The migrations of a directory and what the database says of them. */
export interface History {
  readonly entries: readonly MigrationEntry[];
  readonly statuses: readonly MigrationStatus[];
  readonly unfinished: ReadonlyMap<string, Unfinished>;
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
  refuseUnfinished(history, 'downgrade');
  const late = selected.filter(({ state }) => state === 'out-of-order');
  if (late.length > 0) throw new OutOfOrderMigrationsError(late.map(({ name }) => name));
  const loaded = await loadAll(source, history, selected);
  guardScripts(loaded);
  refuseEdited(loaded, history, 'upgrade');
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
  refuseUnfinished(history, 'upgrade');
  const gone = selected.filter(({ state }) => state === 'missing');
  if (gone.length > 0) throw new MissingMigrationsError(gone.map(({ name }) => name));
  const loaded = await loadAll(source, history, selected);
  const oneWay = loaded.filter(({ reversible }) => !reversible);
  if (oneWay.length > 0) throw new IrreversibleMigrationError(oneWay.map(({ entry }) => entry.origin));
  refuseEdited(loaded, history, 'downgrade');
  return loaded;
}

function refuseChanged({ statuses }: History): void {
  const changed = statuses.filter(({ state }) => state === 'changed');
  if (changed.length > 0) throw new ChangedMigrationsError(changed);
}

/** What is half-way in the other direction comes first. */
function refuseUnfinished({ statuses }: History, direction: Direction): void {
  const unfinished = statuses.filter(({ failure }) => failure?.direction === direction);
  if (unfinished.length > 0) throw new UnfinishedMigrationsError(unfinished);
}

/** The done part of a script is known before anything runs; that of code when it runs. */
function refuseEdited(migrations: readonly LoadedMigration[], { unfinished }: History, direction: Direction): void {
  for (const migration of migrations.filter(({ form }) => form === 'script')) {
    const steps = unfinished.get(migration.entry.name)?.steps.filter(({ state }) => state === 'done') ?? [];
    const written = journalledStatements(migration, direction);
    const edited = steps.find(({ position, hash }) => hash !== hashOf(written[position - 1] ?? ''));
    if (edited) throw new EditedStatementError(migration.entry.origin, edited.cql, written[edited.position - 1]);
  }
}

function journalledStatements(migration: LoadedMigration, direction: Direction): readonly string[] {
  if (migration.form === 'code') return [];
  return migration.statements[direction]
    .map(({ cql }) => cql)
    .filter((cql) => isJournalled(classifyStatement(cql), true));
}

function loadAll(
  source: MigrationSource,
  { entries }: History,
  selected: readonly MigrationStatus[],
): Promise<readonly LoadedMigration[]> {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  return Promise.all(selected.flatMap(({ name }) => entryOf.get(name) ?? []).map((entry) => source.load(entry)));
}
