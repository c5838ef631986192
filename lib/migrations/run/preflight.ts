import { shownStatement } from '../../core/cql/mask-secrets.js';
import {
  ChangedMigrationsError,
  IrreversibleMigrationError,
  MissingMigrationsError,
  OutOfOrderMigrationsError,
  RenamedMigrationsError,
  UnfinishedMigrationsError,
} from '../../core/history/errors.js';
import type { MigrationStatus, OutOfOrderPolicy } from '../../core/history/history.js';
import type { Unfinished } from '../../core/history/journal-step.js';
import { SquashUnfitError } from '../../core/history/squash-errors.js';
import { UnclearRollbackError } from '../../core/history/unclear-rollback-error.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { planUndo, type UpgradeStatement } from '../../core/history/undo-plan.js';
import type { Direction } from '../../core/progress/progress.js';
import { hashOf } from '../history/journal.js';
import { journalledStatements } from '../history/journalled.js';
import type { History } from '../history/read-history.js';
import { EditedStatementError } from '../source/errors.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationSource } from '../source/migration-source.js';
import { guardScripts } from './guard.js';
import { refuseContradictions } from './refuse-contradictions.js';
import { refuseUnsendable, withoutNeedlessUse } from './sendable.js';

export interface UpgradeSelection {
  readonly selected: readonly MigrationStatus[];
  readonly outOfOrder: OutOfOrderPolicy;
  /** Reads the schema of the keyspace. */
  readonly live: () => Promise<SchemaModel>;
}

/**
 * Loads everything that is to be applied and refuses, before the first statement, what must not run.
 * @throws ChangedMigrationsError | SquashUnfitError | RenamedMigrationsError | UnfinishedMigrationsError | OutOfOrderMigrationsError |
 * MigrationLoadError | UnsupportedStatementError | DestructiveStatementError | EditedStatementError | ContradictionError
 */
export async function preflightUpgrade(
  source: MigrationSource,
  history: History,
  { selected, outOfOrder, live }: UpgradeSelection,
): Promise<readonly LoadedMigration[]> {
  refuseChanged(history);
  refuseRenamed(selected);
  refuseUnfinished(history, (status) => status.failure?.direction === 'downgrade' || isAbandoned(status));
  if (history.unfit.length > 0) throw new SquashUnfitError(history.unfit);
  const late = selected.filter(({ state }) => state === 'out-of-order');
  if (late.length > 0 && outOfOrder === 'error') throw new OutOfOrderMigrationsError(late.map(({ name }) => name));
  const loaded = await loadSelected(source, history, selected);
  refuseUnsendable(loaded, ['upgrade', 'downgrade']);
  guardScripts(loaded);
  refuseEdited(loaded, history, 'upgrade');
  await refuseContradictions({ source, history, selected: loaded, live });
  return loaded;
}

/**
 * Loads everything that is to be rolled back and refuses, before the first statement, what has no way back. What is
 * half-way in its upgrade is rolled back as well: as far as it came.
 * @throws ChangedMigrationsError | MissingMigrationsError | MigrationLoadError | UnsupportedStatementError |
 * IrreversibleMigrationError
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
  refuseUnsendable(loaded, ['downgrade']);
  const partial = loaded.map((migration) => asFarAsItCame(migration, history));
  refuseEdited(partial, history, 'downgrade');
  return partial;
}

/**
 * A migration whose upgrade never ended, with the part of its downgrade that undoes what is known to be done.
 * @throws UnclearRollbackError
 */
function asFarAsItCame(migration: LoadedMigration, { unfinished, keyspace }: History): LoadedMigration {
  const { name, origin } = migration.entry;
  const own = unfinished.get(name);
  if (!own || own.wasApplied) return migration;
  if (migration.form === 'code')
    throw new UnclearRollbackError(name, origin, ['It is code: what it did is not known.']);
  const { downgrade } = migration.statements;
  const texts = downgrade.map(({ cql }) => cql);
  const undo = planUndo(upgradeOf(migration, own), texts, keyspace);
  const unclear = texts.filter((_, index) => undo[index] === 'unclear');
  if (unclear.length > 0) throw new UnclearRollbackError(name, origin, unclear.map(unclearReason));
  const kept = downgrade.filter((_, index) => undo[index] === 'run');
  return { ...migration, statements: { ...migration.statements, downgrade: kept } };
}

const unclearReason = (cql: string) => `It is not known whether there is anything to undo for: ${shownStatement(cql)}`;

function upgradeOf(migration: LoadedMigration, { upgrade }: Unfinished): readonly UpgradeStatement[] {
  return journalledStatements(migration, 'upgrade').map((cql, index) => ({
    cql,
    step: upgrade.find(({ position }) => position === index + 1),
  }));
}

function refuseChanged({ statuses }: History): void {
  const changed = statuses.filter(({ state }) => state === 'changed');
  if (changed.length > 0) throw new ChangedMigrationsError(changed);
}

function refuseRenamed(selected: readonly MigrationStatus[]): void {
  const renamed = selected.filter(({ renamedFrom }) => renamedFrom !== undefined);
  if (renamed.length > 0) throw new RenamedMigrationsError(renamed);
}

/** Refuses the run while a migration is half-way and cannot be continued. */
function refuseUnfinished({ statuses }: History, isInTheWay: (status: MigrationStatus) => boolean): void {
  const unfinished = statuses.filter(isInTheWay);
  if (unfinished.length > 0) throw new UnfinishedMigrationsError(unfinished);
}

/** Its file is gone after something of it was done. */
function isAbandoned({ origin, failure }: MigrationStatus): boolean {
  return origin === undefined && failure !== undefined;
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

/** Loads the migrations that have a file, without USE of the target keyspace. */
export function loadSelected(
  source: MigrationSource,
  { entries, keyspace, satisfied }: History,
  selected: readonly MigrationStatus[],
): Promise<readonly LoadedMigration[]> {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  const found = selected.flatMap(({ name }) => entryOf.get(name) ?? []);
  return Promise.all(
    found.map(async (entry) => {
      const loaded = await source.load(entry);
      return satisfied.has(entry.name) ? withoutStatements(loaded) : withoutNeedlessUse(loaded, keyspace);
    }),
  );
}

/** A squash that is only to be recorded. */
function withoutStatements(migration: LoadedMigration): LoadedMigration {
  return migration.form === 'script' ? { ...migration, statements: { upgrade: [], downgrade: [] } } : migration;
}
