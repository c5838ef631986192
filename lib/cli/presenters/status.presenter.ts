import type { MigrationFailure, MigrationState, MigrationStatus } from '../../core/history/history.js';
import type { Paint } from '../terminal/paint.js';
import { alignColumns, indent } from './columns.js';
import { formatAge, formatCount, formatDuration } from './figures.js';
import { hostOf } from './lock-holder.presenter.js';

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

function remarkOn({ state, destructive, note, failure }: MigrationStatus): string {
  const gone = state === 'missing' ? ['its file is gone'] : [];
  const half = failure ? [presentFailure(failure)] : [];
  return [...half, ...(destructive ? ['destructive'] : []), ...gone, ...(note === undefined ? [] : [note])].join(', ');
}

/** `after 2 statements, at ALTER TABLE products DROP legacy`. */
export function presentFailure({ direction, done, statement }: MigrationFailure): string {
  const way = direction === 'downgrade' ? 'rolled back in part, ' : '';
  const at = statement === undefined ? '' : `, at ${statement}`;
  return `${way}after ${formatCount(done, 'statement')}${at}`;
}

const ADVICE: Readonly<Record<MigrationState, string>> = {
  applied: '',
  pending: 'apply with `coodie migrate apply`',
  failed:
    'mend the cause and run `coodie migrate apply` again, or `rollback` where that is half-way: it continues there',
  missing: 'restore the file from version control',
  changed: 'restore the file: it is not what was applied',
  'out-of-order': 'rename the file so that it comes last: later ones are applied',
};

const STATES = Object.keys(ADVICE) as readonly MigrationState[];

function advice(migrations: readonly MigrationStatus[]): readonly string[] {
  const lines = STATES.filter((state) => state !== 'applied').flatMap((state) => {
    const count = migrations.filter((migration) => migration.state === state).length;
    return count === 0 ? [] : [`${count} ${state.replaceAll('-', ' ')}: ${ADVICE[state]}`];
  });
  return lines.length === 0 ? ['Nothing is pending.'] : lines;
}
