import { messageOf } from '../../core/error.js';
import type { MigrationState } from '../../core/history/history.js';
import { dataTable } from '../../core/text/data-table.js';
import { formatCount } from '../../core/text/figures.js';
import { type Content, markup, type Markup } from '../../core/text/markup.js';
import type { TenantStatus } from '../../migrations/migration-tenants.js';
import { type ConnectionView, unread } from './page-view.js';

/** The migrations of each tenant; nothing where the application has no tenants. */
export function tenantSection({ tenants, server }: ConnectionView): Markup {
  if (tenants.kind === 'failed') return markup`<h3>Tenants</h3>\n${unread('The tenants', tenants, server)}`;
  const { value } = tenants;
  if (!value) return markup``;
  return markup`<h3>Tenants</h3>
<p>${formatCount(value.length, 'tenant')}</p>
${value.length === 0 ? '' : dataTable({ label: 'Tenants', headings: HEADINGS, rows: value.map(row) })}`;
}

const HEADINGS = ['Tenant', 'State', 'Applied', 'Pending', 'Remark'] as const;

const SETTLED: readonly MigrationState[] = ['applied', 'pending'];

function row({ keyspace, migrations, error }: TenantStatus): readonly Content[] {
  const count = (state: MigrationState) => migrations.filter((migration) => migration.state === state).length;
  const wrong = migrations.filter(({ state }) => !SETTLED.includes(state));
  const remark =
    error === undefined ? wrong.map(({ name, state }) => `${name} is ${state}`).join('. ') : messageOf(error);
  return [
    keyspace,
    stateOf(remark !== '', count('pending')),
    String(count('applied')),
    String(count('pending')),
    remark,
  ];
}

function stateOf(isWrong: boolean, pending: number): Markup {
  if (isWrong) return markup`<span class="bad">✖ needs attention</span>`;
  return pending > 0 ? markup`<span class="warn">● pending</span>` : markup`<span class="good">✔ up to date</span>`;
}
