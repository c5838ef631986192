import { dataTable } from '../../core/text/data-table.js';
import { formatCount } from '../../core/text/figures.js';
import { type Content, markup, type Markup } from '../../core/text/markup.js';
import type { TenantStatus } from '../../migrations/migration-tenants.js';
import { errorJson } from '../error.presenter.js';
import { STATE_SIGNS } from '../status.presenter.js';
import { sumOfStates } from '../sum-of-states.js';
import { CLASSES, type ConnectionView, type Reading, unread, withCode } from './page-view.js';

/** The state of each tenant, in the place of that of one keyspace. */
export function tenantSection(tenants: Reading<readonly TenantStatus[]>, view: ConnectionView): Markup {
  if (tenants.kind === 'failed') return markup`<h3>Tenants</h3>\n${unread('The tenants', tenants, view.server)}`;
  const all = tenants.value;
  const late = all.filter((tenant) => !isDone(tenant));
  const shown = [...late, ...all.filter(isDone)].slice(0, SHOWN);
  const label = `Tenants of ${view.keyspace}`;
  return markup`<h3>Tenants</h3>
${headline(all.length, late.length)}
${all.length === 0 ? '' : dataTable({ label, headings: HEADINGS, rows: shown.map(row) })}
${all.length > SHOWN ? markup`<p>… and ${all.length - SHOWN} more, in the JSON of the migrations.</p>` : ''}
<p class="quiet">${withCode('Their differences from the entities: `coodie schema diff --tenants`')}</p>`;
}

/** Tenants with a line of their own, those that are not up to date first. */
const SHOWN = 100;

const HEADINGS = ['Tenant', 'State', 'Migrations', 'Remark'] as const;

function isDone({ migrations, error }: TenantStatus): boolean {
  return error === undefined && migrations.every(({ state }) => state === 'applied');
}

function headline(all: number, late: number): Markup {
  if (all === 0) return markup`<p>None.</p>`;
  if (late === 0) return markup`<p><span class="good">✔ ${formatCount(all, 'tenant')}, all up to date</span></p>`;
  return markup`<p><span class="warn">• ${late} of ${formatCount(all, 'tenant')} not up to date</span></p>
<p>${withCode('Bring them up to date with `coodie migrate apply --tenants`')}</p>`;
}

function row({ keyspace, migrations, error }: TenantStatus): readonly Content[] {
  if (error !== undefined)
    return [keyspace, markup`<span class="bad">✖ unknown</span>`, '', errorJson(error).error.message];
  const { worst, counts, first } = sumOfStates(migrations);
  const [sign, colour] = STATE_SIGNS[worst];
  return [
    keyspace,
    markup`<span class="${CLASSES[colour]}">${sign} ${worst}</span>`,
    counts,
    first === undefined ? '' : `next is ${first}`,
  ];
}
