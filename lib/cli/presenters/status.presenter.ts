import type { MigrationFailure, MigrationState, MigrationStatus } from '../../core/history/history.js';
import type { Paint } from '../terminal/paint.js';
import { alignColumns, indent } from './columns.js';
import { formatAge, formatCount, formatDuration } from './figures.js';
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
  const title = `${style.paint.bold(keyspace)} · ${formatCount(migrations.length, 'migration')} · ${migrationsDir}`;
  if (migrations.length === 0) return title;
  const rows = alignColumns(migrations.map((migration) => rowOf(migration, style)));
  return [title, '', ...rows.map((row) => indent(row)), '', ...advice(migrations)].join('\n');
}

const SYMBOLS: Readonly<Record<MigrationState, readonly [symbol: string, colour: 'green' | 'red' | 'yellow']>> = {
  applied: ['✔', 'green'],
  pending: ['•', 'yellow'],
  failed: ['✖', 'red'],
  missing: ['?', 'yellow'],
  changed: ['✖', 'red'],
  'out-of-order': ['✖', 'red'],
};

function rowOf(migration: MigrationStatus, { paint, now }: StatusStyle): readonly string[] {
  const { name, state, appliedAt, milliseconds, owner } = migration;
  const [symbol, colour] = SYMBOLS[state];
  return [
    `${paint[colour](symbol)} ${name}`,
    paint[colour](state),
    appliedAt ? formatAge(appliedAt, now) : '',
    milliseconds === undefined ? '' : formatDuration(milliseconds),
    owner === undefined ? '' : `by ${hostOf(owner)}`,
    remarkOn(migration),
  ];
}

function remarkOn({ state, origin, destructive, note, failure, renamedFrom, renamedTo }: MigrationStatus): string {
  const half = failure ? [presentFailure(failure)] : [];
  const gone =
    origin === undefined ? [renamedTo === undefined ? 'its file is gone' : `its file is now ${renamedTo}`] : [];
  const renamed = renamedFrom === undefined ? [] : [`applied as ${renamedFrom}`];
  const isDestructive = destructive && state !== 'applied' ? ['destructive'] : [];
  return [...half, ...isDestructive, ...gone, ...renamed, ...(note === undefined ? [] : [note])].join(', ');
}

/** `after 2 statements, at ALTER TABLE products DROP legacy`. */
export function presentFailure({ direction, done, statement, holder }: MigrationFailure): string {
  const way = direction === 'downgrade' ? 'rolled back in part, ' : '';
  const at = statement === undefined ? '' : `, at ${statement}`;
  const runner = holder === undefined ? '' : `, unless ${shortOwner(holder.owner)} is still at it: it holds the lock`;
  return `${way}after ${formatCount(done, 'statement')}${at}${runner}`;
}

/** What to do about the migrations of one state; `names` are theirs. */
const ADVICE: Readonly<Record<Exclude<MigrationState, 'applied'>, (names: string) => string>> = {
  pending: () => 'apply with `coodie migrate apply`',
  failed: () =>
    'mend the cause and run `coodie migrate apply`, or `coodie migrate rollback`: it goes on where that stopped',
  missing: (names) => `restore the file, or \`coodie migrate repair --forget ${names}\``,
  changed: (names) => `restore the file, or, if the database is right, \`coodie migrate repair --accept ${names}\``,
  'out-of-order': () => 'rename the file so that it comes last, or `coodie migrate apply --out-of-order apply`',
};

const RENAMED = (names: string) =>
  `give the file its old name again, or, if the new one is to stay, \`coodie migrate repair --accept ${names}\``;

const UNDER_WAY = () => 'wait for that run, or, if it is dead, `coodie migrate unlock`';

const STATES = Object.keys(ADVICE) as readonly (keyof typeof ADVICE)[];

function advice(migrations: readonly MigrationStatus[]): readonly string[] {
  const isOldName = ({ renamedTo }: MigrationStatus) => renamedTo !== undefined;
  const renamed = migrations.filter(({ renamedFrom }) => renamedFrom !== undefined);
  const held = migrations.filter(({ failure }) => failure?.holder !== undefined);
  const isOther = (migration: MigrationStatus) => !renamed.includes(migration) && !held.includes(migration);
  const others = migrations.filter((migration) => isOther(migration) && !isOldName(migration));
  const lines = [
    ...STATES.flatMap((state) =>
      advise(
        state.replaceAll('-', ' '),
        ADVICE[state],
        others.filter((migration) => migration.state === state),
      ),
    ),
    ...advise('failed or under way', UNDER_WAY, held),
    ...advise('renamed', RENAMED, renamed),
  ];
  return lines.length === 0 ? ['Nothing is pending.'] : lines;
}

function advise(
  what: string,
  say: (names: string) => string,
  migrations: readonly MigrationStatus[],
): readonly string[] {
  const [first] = migrations;
  return first ? [`${migrations.length} ${what}: ${say(migrations.length === 1 ? first.name : 'NAME')}`] : [];
}
