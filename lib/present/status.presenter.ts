import type { MigrationFailure, MigrationState, MigrationStatus } from '../core/history/history.js';
import { onOneLine, visible } from '../core/text/visible.js';
import type { Paint } from './paint.js';
import { alignColumns, indent } from './columns.js';
import { formatAge, formatCount, formatDuration } from '../core/text/figures.js';
import { hostOf, shortOwner } from './lock-holder.presenter.js';

export interface StatusView {
  readonly keyspace: string;
  readonly migrationsDir: string;
  readonly migrations: readonly MigrationStatus[];
}

export interface StatusStyle {
  readonly paint: Paint;
  readonly now: Date;
}

/** `migrate status`: a line for each migration, then what to do about those that are not as they should be. */
export function presentStatus({ keyspace, migrationsDir, migrations }: StatusView, style: StatusStyle): string {
  const title = `${style.paint.bold(keyspace)} · ${formatCount(migrations.length, 'migration')} · ${visible(migrationsDir)}`;
  if (migrations.length === 0) return title;
  const rows = alignColumns(migrations.map((migration) => rowOf(migration, style)));
  return [title, '', ...rows.map((row) => indent(row)), '', ...adviceOn(migrations)].join('\n');
}

/** Sign and colour of each state. */
export const STATE_SIGNS: Readonly<
  Record<MigrationState, readonly [symbol: string, colour: 'green' | 'red' | 'yellow']>
> = {
  applied: ['✔', 'green'],
  pending: ['•', 'yellow'],
  failed: ['✖', 'red'],
  missing: ['?', 'yellow'],
  changed: ['✖', 'red'],
  'out-of-order': ['✖', 'red'],
};

function rowOf(migration: MigrationStatus, { paint, now }: StatusStyle): readonly string[] {
  const { name, state, appliedAt, milliseconds, owner } = migration;
  const [symbol, colour] = STATE_SIGNS[state];
  return [
    `${paint[colour](symbol)} ${visible(name)}`,
    paint[colour](state),
    appliedAt ? formatAge(appliedAt, now) : '',
    milliseconds === undefined ? '' : formatDuration(milliseconds),
    owner === undefined ? '' : `by ${hostOf(owner)}`,
    remarkOn(migration),
  ];
}

/** Facts about a migration that its state does not say. */
export function remarkOn({
  state,
  origin,
  destructive,
  note,
  failure,
  renamedFrom,
  renamedTo,
}: MigrationStatus): string {
  const half = failure ? [presentFailure(failure)] : [];
  const gone =
    origin === undefined
      ? [renamedTo === undefined ? 'its file is gone' : `its file is now ${visible(renamedTo)}`]
      : [];
  const renamed = renamedFrom === undefined ? [] : [`applied as ${visible(renamedFrom)}`];
  const isDestructive = destructive && state !== 'applied' ? ['destructive'] : [];
  return [...half, ...isDestructive, ...gone, ...renamed, ...(note === undefined ? [] : [onOneLine(note)])].join(', ');
}

/** `after 2 statements, at ALTER TABLE products DROP legacy`. */
export function presentFailure({ direction, done, statement, holder }: MigrationFailure): string {
  const way = direction === 'downgrade' ? 'rolled back in part, ' : '';
  const at = statement === undefined ? '' : `, at ${onOneLine(statement)}`;
  const runner = holder === undefined ? '' : `, unless ${shortOwner(holder.owner)} is still at it: it holds the lock`;
  return `${way}after ${formatCount(done, 'statement')}${at}${runner}`;
}

/** Concern that may need action: a state, or a fact that no state expresses. */
type Concern = Exclude<MigrationState, 'applied'> | 'failed or under way' | 'failed without a file' | 'renamed';

/** Advice for the migrations of one concern, by their names. */
const ADVICE: Readonly<Record<Concern, (names: string) => string>> = {
  pending: () => 'apply with `coodie migrate apply`',
  failed: () =>
    'fix the cause and run `coodie migrate apply`, or `coodie migrate rollback`: it goes on where that stopped',
  missing: (names) => `restore the file, or \`coodie migrate repair --forget ${names}\``,
  changed: (names) => `restore the file, or, if the database is right, \`coodie migrate repair --accept ${names}\``,
  'out-of-order': (names) =>
    `\`coodie migrate renumber ${names}\`, so that it comes last, or \`coodie migrate apply --out-of-order apply\``,
  'failed without a file': (names) =>
    `restore the file, or, if the database is right, \`coodie migrate repair --forget ${names}\``,
  'failed or under way': () => 'wait for that run, or, if it is dead, `coodie migrate unlock`',
  renamed: (names) =>
    `give the file its old name again, or, if the new one is to stay, \`coodie migrate repair --accept ${names}\``,
};

const CONCERNS = Object.keys(ADVICE) as readonly Concern[];

/** The old name of a renamed file is no concern of its own. */
function concernOf({ state, origin, failure, renamedFrom, renamedTo }: MigrationStatus): Concern | undefined {
  if (renamedFrom !== undefined) return 'renamed';
  if (failure?.holder) return 'failed or under way';
  if (failure && origin === undefined) return 'failed without a file';
  return state === 'applied' || renamedTo !== undefined ? undefined : state;
}

/** Lines about what to do next. */
export function adviceOn(migrations: readonly MigrationStatus[]): readonly string[] {
  const lines = CONCERNS.flatMap((concern) =>
    advise(
      concern,
      migrations.filter((migration) => concernOf(migration) === concern),
    ),
  );
  return lines.length === 0 ? ['Nothing is pending.'] : lines;
}

function advise(concern: Concern, migrations: readonly MigrationStatus[]): readonly string[] {
  const [first] = migrations;
  if (!first) return [];
  const names = migrations.length === 1 ? visible(first.name) : 'NAME';
  return [`${migrations.length} ${concern.replaceAll('-', ' ')}: ${ADVICE[concern](names)}`];
}
