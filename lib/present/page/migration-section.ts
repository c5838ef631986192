import type { MigrationStatus } from '../../core/history/history.js';
import { formatAge, formatCount, formatDuration } from '../../core/text/figures.js';
import { markup, type Markup } from '../../core/text/markup.js';
import { hostOf } from '../lock-holder.presenter.js';
import { adviceOn, remarkOn, STATE_SIGNS } from '../status.presenter.js';
import type { ConnectionView } from './page-view.js';
import { unread } from './unread.js';

/** Every migration with its state, and what to do about those that are not as they should be. */
export function migrationSection({ migrations, migrationsDir }: ConnectionView, now: Date): Markup {
  return markup`<h3>Migrations</h3>
${migrations.kind === 'failed' ? unread('The migrations', migrations) : list(migrations.value, migrationsDir, now)}`;
}

function list(migrations: readonly MigrationStatus[], directory: string, now: Date): Markup {
  if (migrations.length === 0) return markup`<p>None in ${directory}.</p>`;
  return markup`<p>${formatCount(migrations.length, 'migration')} in ${directory}</p>
<div class="wide" role="region" aria-label="Migrations" tabindex="0"><table><thead><tr><th scope="col">Migration</th><th scope="col">State</th><th scope="col">Applied</th><th scope="col">Took</th><th scope="col">By</th><th scope="col">Remark</th></tr></thead><tbody>
${migrations.map((migration) => row(migration, now))}</tbody></table></div>
<ul>${adviceOn(migrations).map((line) => markup`<li>${line}</li>`)}</ul>`;
}

const CLASSES = { green: 'good', yellow: 'warn', red: 'bad' } as const;

function row(migration: MigrationStatus, now: Date): Markup {
  const { name, state, description, appliedAt, milliseconds, owner, failure } = migration;
  const [sign, colour] = STATE_SIGNS[state];
  const applied = appliedAt
    ? markup`<time datetime="${appliedAt.toISOString()}">${formatAge(appliedAt, now)}</time>`
    : '';
  const remarks = [remarkOn(migration), ...(failure?.error === undefined ? [] : [failure.error])].filter(Boolean);
  const words = description === '' ? '' : markup`<br><span class="quiet">${description}</span>`;
  return markup`<tr><th scope="row">${name}${words}</th><td><span class="${CLASSES[colour]}">${sign} ${state}</span></td><td>${applied}</td><td>${milliseconds === undefined ? '' : formatDuration(milliseconds)}</td><td>${owner === undefined ? '' : hostOf(owner)}</td><td>${remarks.join('. ')}</td></tr>
`;
}
