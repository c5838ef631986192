import type { AppliedMigration, MigrationEntry } from './history.js';
import type { RecordedHistory } from './reconcile.js';
import { isHeld, requiredOf, type Replaced } from './replaces.js';

/** A squash that a database cannot run, and cannot record either. */
export interface UnfitSquash {
  readonly squash: MigrationEntry;
  /** Migrations that it replaces and the database lacks, while it has others. */
  readonly missing: readonly string[];
  readonly applied: readonly string[];
  /** Migrations that are applied with another text than the one that was squashed. */
  readonly changed: readonly string[];
}

export interface Expanded {
  /** The applied migrations; those that a squash replaces have no entry of their own any more. */
  readonly applied: readonly AppliedMigration[];
  /** The squashes of which the database has everything: they are recorded, and nothing of them runs. */
  readonly satisfied: ReadonlySet<string>;
  readonly unfit: readonly UnfitSquash[];
}

/**
 * Reads the migrations that a database has through the squashes that replace them: all of them stand for the squash, none
 * for its absence.
 */
export function expandSquashes(entries: readonly MigrationEntry[], { applied, unfinished }: RecordedHistory): Expanded {
  const squashes = entries.filter(({ replaces }) => replaces !== undefined);
  if (squashes.length === 0) return { applied, satisfied: new Set(), unfit: [] };
  const recorded = new Map(applied.map((migration) => [migration.name, migration]));
  const open = squashes.filter(({ name, replaces = [] }) => {
    return !recorded.has(name) && replaces.some((replaced) => recorded.has(replaced.name));
  });
  const satisfied = open.filter(({ replaces = [] }) => split(replaces, recorded).missing.length === 0);
  const hidden = new Set(
    squashes
      .filter(({ name }) => recorded.has(name))
      .concat(satisfied)
      .flatMap(({ replaces = [] }) => replaces.map(({ name }) => name)),
  );
  return {
    applied: applied
      .filter(({ name }) => !hidden.has(name) || unfinished.has(name))
      .map((migration) => withTimeOfReplaced(migration, squashes, recorded)),
    satisfied: new Set(satisfied.map(({ name }) => name)),
    unfit: squashes.flatMap((squash) => unfitnessOf(squash, open.includes(squash), recorded)),
  };
}

/** A squash of what was there before counts as old as that: a rollback begins with what was applied last. */
function withTimeOfReplaced(
  migration: AppliedMigration,
  squashes: readonly MigrationEntry[],
  recorded: ReadonlyMap<string, AppliedMigration>,
): AppliedMigration {
  const { replaces = [] } = squashes.find(({ name }) => name === migration.name) ?? {};
  const times = replaces.flatMap(({ name }) => recorded.get(name)?.appliedAt?.getTime() ?? []);
  return times.length === 0 ? migration : { ...migration, appliedAt: new Date(Math.max(...times)) };
}

function unfitnessOf(
  squash: MigrationEntry,
  isOpen: boolean,
  recorded: ReadonlyMap<string, AppliedMigration>,
): readonly UnfitSquash[] {
  const { replaces = [] } = squash;
  const changed = replaces.filter(({ name, checksum }) => {
    const own = recorded.get(name);
    // A compiled file is hashed as another text: only that of a script can be compared.
    return own?.kind === 'cql' && own.checksum !== '' && own.checksum !== checksum;
  });
  const { held, missing } = isOpen ? split(replaces, recorded) : NOTHING;
  if (changed.length === 0 && missing.length === 0) return [];
  const names = (list: readonly Replaced[]) => list.map(({ name }) => name);
  return [{ squash, missing: names(missing), applied: names(held), changed: names(changed) }];
}

const NOTHING = { held: [], missing: [] };

/** The migrations that a database has, and those that it lacks. */
function split(replaces: readonly Replaced[], recorded: ReadonlyMap<string, AppliedMigration>) {
  const isThere = (replaced: Replaced) => isHeld(replaced, replaces, (name) => recorded.has(name));
  const required = requiredOf(replaces);
  return { held: required.filter(isThere), missing: required.filter((replaced) => !isThere(replaced)) };
}
