import { countStates, type TenantOutcome } from '../../core/tenants/tenant-outcome.js';
import { formatCount } from '../../core/text/figures.js';
import { visible } from '../../core/text/visible.js';
import { alignColumns, indent } from '../../present/columns.js';
import { errorJson } from '../../present/error.presenter.js';
import type { Paint } from '../../present/paint.js';
import { STATE_SIGNS } from '../../present/status.presenter.js';
import { sumOfStates } from '../../present/sum-of-states.js';
import type { TenantStatus } from '../../migrations/migration-tenants.js';

type Done<T> = Extract<TenantOutcome<T>, { readonly state: 'done' }>;

export interface TenantsStyle<T> {
  readonly paint: Paint;
  /** A few words on what was done, or would be. */
  readonly summary: (outcome: Done<T>) => string;
  /** All of it, above the table. */
  readonly detail?: ((outcome: Done<T>) => string) | undefined;
}

/** A line for each tenant that something became of; the others are counted. */
export function presentTenants<T>(outcomes: readonly TenantOutcome<T>[], style: TenantsStyle<T>): string {
  const { paint, detail } = style;
  const done = outcomes.filter((outcome): outcome is Done<T> => outcome.state === 'done');
  const rows = outcomes.flatMap((outcome) => rowOf(outcome, style));
  return [
    ...(detail ? done.flatMap((outcome) => [detail(outcome), '']) : []),
    `${paint.bold(formatCount(outcomes.length, 'tenant'))} · ${countStates(outcomes)}`,
    ...(rows.length === 0 ? [] : ['', ...alignColumns(rows).map((row) => indent(row))]),
  ].join('\n');
}

function rowOf<T>(outcome: TenantOutcome<T>, { paint, summary }: TenantsStyle<T>): readonly (readonly string[])[] {
  switch (outcome.state) {
    case 'unchanged':
      return [];
    case 'done':
      return [[`${paint.green('✔')} ${visible(outcome.keyspace)}`, summary(outcome as Done<T>)]];
    case 'failed':
      return [
        [`${paint.red('✖')} ${visible(outcome.keyspace)}`, paint.red('failed'), errorJson(outcome.error).error.code],
      ];
    case 'not-tried':
      return [[`${paint.yellow('•')} ${visible(outcome.keyspace)}`, 'not tried']];
  }
}

export interface TenantStatusStyle {
  readonly paint: Paint;
  readonly migrationsDir: string;
}

/** `migrate status --tenants`: a line for each tenant, with the first of its migrations that is not applied. */
export function presentTenantStatus(
  statuses: readonly TenantStatus[],
  { paint, migrationsDir }: TenantStatusStyle,
): string {
  const rows = alignColumns(statuses.map((status) => statusRow(status, paint)));
  const title = `${paint.bold(formatCount(statuses.length, 'tenant'))} · ${visible(migrationsDir)}`;
  const isLate = statuses.some(({ migrations }) => migrations.some(({ state }) => state !== 'applied'));
  const advice = isLate ? 'Bring them up to date with `coodie migrate apply --tenants`.' : 'Nothing is pending.';
  const isKnown = statuses.every(({ error }) => error === undefined);
  return [title, '', ...rows.map((row) => indent(row)), ...(isLate || isKnown ? ['', advice] : [])].join('\n');
}

function statusRow({ keyspace, migrations, error }: TenantStatus, paint: Paint): readonly string[] {
  const name = visible(keyspace);
  if (error !== undefined) return [`${paint.red('✖')} ${name}`, paint.red('unknown'), errorJson(error).error.code];
  const { worst, counts, first } = sumOfStates(migrations);
  const [sign, colour] = STATE_SIGNS[worst];
  return [`${paint[colour](sign)} ${name}`, counts, first === undefined ? '' : visible(first)];
}
