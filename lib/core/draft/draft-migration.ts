import type { ApplicableChange, Change, ImpossibleChange } from '../diff/change.js';
import { diffSchema } from '../diff/diff-schema.js';
import { findObstacles } from '../diff/obstacles/find-obstacles.js';
import { isApplicable } from '../diff/risk.js';
import { withObjects } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import type { ServerProfile } from '../options/server-profile.js';
import { renderChange } from '../render/render-change.js';
import { applyStatement } from '../replay/apply-statement.js';
import { isContradiction } from '../replay/contradiction.js';
import { readReplayStatement } from '../replay/replay-statement.js';
import { rebuildViews } from './rebuild-views.js';
import { type Rename, renderRename, reversed } from './rename.js';
import { withRestoredOptions } from './with-restored-options.js';

/** A migration that leads from one schema to another, both ways, as far as Cassandra has statements for it. */
export interface Draft {
  readonly renames: readonly DraftRename[];
  readonly changes: readonly DraftChange[];
  /** Differences that no statement can remove: they are in neither direction. */
  readonly impossible: readonly ImpossibleChange[];
  readonly upgrade: readonly string[];
  /** Empty where the upgrade has no way back. */
  readonly downgrade: readonly string[];
  /** The changes of the way back. */
  readonly back: readonly DraftChange[];
  readonly renamesBack: readonly DraftRename[];
  /** Why the upgrade has no way back. */
  readonly oneWay: readonly ImpossibleChange[];
  /** The schema that the upgrade leaves. */
  readonly after: SchemaModel;
}

export interface DraftChange {
  readonly change: ApplicableChange;
  readonly statements: readonly string[];
}

export interface DraftRename {
  readonly rename: Rename;
  readonly statements: readonly string[];
}

export interface Drafting {
  readonly renames?: readonly Rename[] | undefined;
  /** Whether statements name the keyspace, because it is not that of the connection. */
  readonly qualify?: boolean | undefined;
  /** Whether statements do nothing where they are done already. */
  readonly guard?: boolean | undefined;
  /** Whether a difference is to be in the migration. */
  readonly isWanted?: ((change: Change) => boolean) | undefined;
}

/** The newest one, as no server is asked. */
const ANY_SERVER: ServerProfile = {
  kind: 'cassandra',
  version: { major: 5, minor: 0 },
  materializedViews: undefined,
  sasi: undefined,
  cdc: undefined,
};

/**
 * Drafts the migration from `before` to `desired`. Both directions are differences of states: the way down leads from the
 * state that the upgrade leaves to the state before it.
 */
export function draftMigration(before: SchemaModel, desired: SchemaModel, drafting: Drafting = {}): Draft {
  const { renames = [], qualify, guard = false, isWanted = () => true } = drafting;
  const qualifier = qualify ? desired.keyspace : undefined;
  const up = steps(sorted(before), sorted(desired), { renames, isWanted, qualifier, guard });
  const after = run(before, up.statements);
  const [from, to] = [withRestoredOptions(after, before), withRestoredOptions(before, after)].map(sorted);
  const back = { renames: renames.toReversed().map(reversed), isWanted: () => true, qualifier, guard };
  const down = steps(from ?? after, to ?? before, back);
  return {
    renames: up.renames,
    changes: up.changes,
    impossible: up.impossible,
    upgrade: up.statements,
    downgrade: down.impossible.length > 0 ? [] : down.statements,
    back: down.changes,
    renamesBack: down.renames,
    oneWay: down.impossible,
    after,
  };
}

interface Way {
  readonly renames: readonly Rename[];
  readonly isWanted: (change: Change) => boolean;
  readonly qualifier: string | undefined;
  readonly guard: boolean;
}

interface Steps {
  readonly renames: readonly DraftRename[];
  readonly changes: readonly DraftChange[];
  readonly impossible: readonly ImpossibleChange[];
  readonly statements: readonly string[];
}

function steps(from: SchemaModel, to: SchemaModel, way: Way): Steps {
  const { qualifier } = way;
  const written = (statements: readonly string[]) => (way.guard ? statements.map(guarded) : statements);
  const renames = way.renames.map((rename) => ({ rename, statements: written(renderRename(rename, from, qualifier)) }));
  const renaming = renames.flatMap(({ statements }) => statements);
  const renamed = run(from, renaming);
  const wanted = diffSchema(renamed, to).filter(way.isWanted);
  const judged = findObstacles(renamed, rebuildViews(wanted, renamed, to), ANY_SERVER).map(whereverItRuns);
  const changes = judged
    .filter(isApplicable)
    .map((change) => ({ change, statements: written(renderChange(change, qualifier)) }));
  return {
    renames,
    changes,
    impossible: judged.filter((change): change is ImpossibleChange => !isApplicable(change)),
    statements: [...renaming, ...changes.flatMap(({ statements }) => statements)],
  };
}

function run(schema: SchemaModel, statements: readonly string[]): SchemaModel {
  return statements.reduce((before, cql) => {
    const after = applyStatement(before, readReplayStatement(cql));
    if (isContradiction(after)) throw new Error(`A drafted statement contradicts the schema: ${cql}`);
    return after;
  }, schema);
}

/** The same schema, its parts by name: the order of files and classes changes no migration. */
export function sorted(schema: SchemaModel): SchemaModel {
  return withObjects(schema, {
    types: schema.types.toSorted(byName),
    tables: schema.tables.toSorted(byName).map((table) => ({ ...table, indexes: table.indexes.toSorted(byName) })),
    views: schema.views.toSorted(byName),
  });
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

/** A name as statements are rendered here, with the keyspace or without. */
const NAME = String.raw`(?:"(?:[^"]|"")*"|\w+)(?:\.(?:"(?:[^"]|"")*"|\w+))?`;

const GUARDS: readonly (readonly [head: RegExp, guard: string])[] = [
  [/^CREATE (?:TABLE|TYPE|MATERIALIZED VIEW|INDEX|CUSTOM INDEX) /, 'IF NOT EXISTS '],
  [/^DROP (?:TABLE|TYPE|MATERIALIZED VIEW|INDEX) /, 'IF EXISTS '],
  [new RegExp(`^ALTER (?:TABLE|TYPE) ${NAME} ADD `), 'IF NOT EXISTS '],
  [new RegExp(`^ALTER TABLE ${NAME} DROP `), 'IF EXISTS '],
];

/**
 * A rendered statement that does nothing where it is done already: sync may have made a column before the migration runs.
 * Options can be set again without a guard; a rename gets none, as sync never renames.
 */
export function guarded(cql: string): string {
  const [head, guard] = GUARDS.find(([pattern]) => pattern.test(cql)) ?? [/^/, ''];
  return cql.replace(head, (start) => `${start}${guard}`);
}

/** An option that went with the newest version may be meant for an older one: the server at hand decides. */
function whereverItRuns(change: Change): Change {
  return change.kind === 'blocked' && change.obstacle === 'unknown-option' ? change.change : change;
}
