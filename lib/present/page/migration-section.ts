import type { MigrationStatus } from '../../core/history/history.js';
import { dataTable } from '../../core/text/data-table.js';
import { formatAge, formatCount, formatDuration } from '../../core/text/figures.js';
import { type Content, markup, type Markup } from '../../core/text/markup.js';
import { hostOf } from '../lock-holder.presenter.js';
import { adviceOn, remarkOn, STATE_SIGNS } from '../status.presenter.js';
import { CLASSES, type ConnectionView, unread, withCode } from './page-view.js';

/** Every migration with its state, and what to do about those that are not as they should be. */
export function migrationSection({ migrations, migrationsDir, server }: ConnectionView, now: Date): Markup {
  return markup`<h3>Migrations</h3>
${migrations.kind === 'failed' ? unread('The migrations', migrations, server) : list(migrations.value, migrationsDir, now)}`;
}

function list(migrations: readonly MigrationStatus[], directory: string, now: Date): Markup {
  if (migrations.length === 0) return markup`<p>None in ${directory}.</p>`;
  return markup`<p>${formatCount(migrations.length, 'migration')} in ${directory}</p>
${dataTable({ label: `Migrations in ${directory}`, headings: HEADINGS, rows: migrations.map((migration) => row(migration, now)) })}
<ul>${adviceOn(migrations).map((line) => markup`<li>${withCode(line)}</li>`)}</ul>`;
}

const HEADINGS = ['Migration', 'State', 'Applied', 'Took', 'By', 'Remark'] as const;

function row(migration: MigrationStatus, now: Date): readonly Content[] {
  const { name, state, description, appliedAt, milliseconds, owner, failure } = migration;
  const [sign, colour] = STATE_SIGNS[state];
  const applied = appliedAt
    ? markup`<time datetime="${appliedAt.toISOString()}">${formatAge(appliedAt, now)}</time>`
    : '';
  const remarks = [remarkOn(migration), ...(failure?.error === undefined ? [] : [failure.error])].filter(Boolean);
  const words = description === '' ? '' : markup`<br><span class="quiet">${description}</span>`;
  return [
    markup`${name}${words}`,
    markup`<span class="${CLASSES[colour]}">${sign} ${state}</span>`,
    applied,
    milliseconds === undefined ? '' : formatDuration(milliseconds),
    owner === undefined ? '' : hostOf(owner),
    remarks.join('. '),
  ];
}
