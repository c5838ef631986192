import { differenceJson, presentDifference, type DifferenceJson } from '../../core/diff/present-difference.js';
import { visible, visibleLines } from '../../core/text/visible.js';
import { isFaulty, type LostRow, type VerifiedMigration } from '../../migrations/verify/verification.js';
import type { Project } from '../generate/project.js';
import type { Paint } from '../../present/paint.js';
import type { AttributedDifference, EndComparison } from '../verify/compare-end.js';
import { alignColumns, indent } from '../../present/columns.js';
import { formatCount } from '../../core/text/figures.js';

/** The outcome of `migrate verify`. */
export interface VerificationView extends EndComparison {
  readonly project: Project;
  /** Whether it took place in scratch keyspaces of a shared cluster. */
  readonly isShared: boolean;
  /** The last migration that was taken for granted. */
  readonly since: string | undefined;
  readonly verified: readonly VerifiedMigration[];
}

/** A line for each migration, below it what is wrong; then the entities and the live keyspace. */
export function presentVerification(view: VerificationView, paint: Paint): string {
  const { verified, entities, live } = view;
  const rows = alignColumns(verified.map((migration) => rowOf(migration, paint)));
  const blocks = verified.flatMap((migration, index) => [indent(rows[index] ?? ''), ...remarksOn(migration)]);
  return [
    titleOf(view, paint),
    ...blocks,
    ...presentEnd('the entities', entities),
    ...presentEnd('the live keyspace', live),
  ].join('\n');
}

function titleOf({ project, isShared, since, verified }: VerificationView, paint: Paint): string {
  const place = isShared ? 'scratch keyspaces of the cluster' : 'embedded server';
  const faulty = verified.filter(isFaulty).length;
  return [
    paint.bold(visible(project.keyspace ?? project.directory)),
    `${formatCount(verified.length, 'migration')}${since === undefined ? '' : ` since ${visible(since)}`}`,
    place,
    faulty === 0 ? 'verified' : paint.red(`${formatCount(faulty, 'migration')} failed`),
  ].join(' · ');
}

function rowOf(migration: VerifiedMigration, paint: Paint): readonly string[] {
  const { name, up, again } = migration;
  const isWarned = again.outcome === 'one-way' || migration.unproven.length > 0;
  const passed = isWarned ? paint.yellow('!') : paint.green('✔');
  const symbol = isFaulty(migration) ? paint.red('✖') : up.outcome === 'not-run' ? paint.dim('·') : passed;
  return [`${symbol} ${visible(name)}`, wordsFor(migration)];
}

function wordsFor({ up, down, again }: VerifiedMigration): string {
  if (up.outcome === 'not-run') return 'not run';
  if (up.outcome === 'stopped') return 'up failed';
  if (down.outcome === 'irreversible') return 'up; cannot be rolled back';
  if (down.outcome === 'stopped') return 'up, down failed';
  return again.outcome === 'one-way' ? 'up, down; one-way: it works only once' : 'up, down, up again';
}

function remarksOn({ up, down, again, differences, lost, unproven }: VerifiedMigration): readonly string[] {
  const words = [up, down, again].flatMap(({ message }) => (message === undefined ? [] : [visibleLines(message)]));
  const found = differences.map((difference) => `${AFTER[difference.after]} ${presentDifference(difference)}`);
  const tables = unproven.map(visible).join(', ');
  const unseen = `reads ${tables}, which had no rows: what it does with rows is not proven (--seed FILE)`;
  return [...words, ...found, ...lost.map(presentLost), ...(unproven.length === 0 ? [] : [unseen])].map((line) =>
    indent(line, '      '),
  );
}

const AFTER = {
  up: 'after the upgrade the catalogue has what its statements do not say:',
  down: 'after the downgrade it is not as before:',
  again: 'after the second upgrade the catalogue has what its statements do not say:',
} as const;

function presentLost({ after, table, key, column }: LostRow): string {
  const row = Object.entries(key).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const subject = column === undefined ? 'a row' : `the value of ${column}`;
  const step = { up: 'the upgrade', down: 'the downgrade', again: 'the second upgrade' }[after];
  return visible(`${step} loses ${subject} of ${table} (${row.join(', ')})`);
}

function presentEnd(subject: string, differences: readonly AttributedDifference[] | undefined): readonly string[] {
  if (differences === undefined) return [];
  const count = differences.length === 0 ? 'no differences' : formatCount(differences.length, 'difference');
  const rows = differences.map((difference) => [
    presentDifference(difference),
    difference.by === undefined ? 'by no migration' : `last touched by ${visible(difference.by)}`,
  ]);
  return ['', `The migrations and ${subject}: ${count}`, ...alignColumns(rows).map((row) => indent(row))];
}

export interface VerificationJson {
  readonly keyspace: string | undefined;
  readonly scratchOnCluster: boolean;
  readonly since: string | undefined;
  readonly migrations: readonly VerifiedMigrationJson[];
  readonly entities: readonly AttributedJson[] | null;
  readonly live: readonly AttributedJson[] | null;
}

export type VerifiedMigrationJson = Omit<VerifiedMigration, 'differences'> & {
  readonly differences: readonly DifferenceJson[];
};

type AttributedJson = DifferenceJson & { readonly by: string | null };

export function verificationJson(view: VerificationView): VerificationJson {
  const { project, isShared, since, verified, entities, live } = view;
  return {
    keyspace: project.keyspace,
    scratchOnCluster: isShared,
    since,
    migrations: verified.map((migration) => ({
      ...migration,
      differences: migration.differences.map((found) => ({ ...found, ...differenceJson(found) })),
    })),
    entities: entities?.map(attributedJson) ?? null,
    live: live?.map(attributedJson) ?? null,
  };
}

const attributedJson = (difference: AttributedDifference): AttributedJson => ({
  ...difference,
  ...differenceJson(difference),
  by: difference.by ?? null,
});
