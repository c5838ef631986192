import type { MigrationPlan } from '../../core/history/migration-plan.js';
import type { TenantOutcome } from '../../core/tenants/tenant-outcome.js';
import { formatCount } from '../../core/text/figures.js';
import { DEFAULT_LOG_LIMIT, type MigrationLog } from '../../migrations/history/read-log.js';
import { logJson, presentLog } from '../../present/log.presenter.js';
import { presentPlannedMigrations } from '../../present/migration-plan.presenter.js';
import type { Run } from '../application/run.js';
import { presentTenants } from '../presenters/tenants.presenter.js';
import type { ExitCode } from '../settings/exit-code.js';
import { chosenTenants, showTenants, tried } from './tried-tenants.js';

interface PlannedTenant {
  readonly plan: MigrationPlan;
}

/** Shows what `apply` would do in each tenant. */
export async function planForTenants(run: Run): Promise<ExitCode> {
  const { paint } = run.terminal;
  const { target } = run.settings.task;
  const { service, choice } = await chosenTenants(run);
  const planning = service
    .planMigrations({ ...choice, target })
    .then((plans) => plans.map((plan) => ({ keyspace: plan.keyspace, state: 'done' as const, plan })));
  const work = await tried<PlannedTenant>(planning);
  const text = presentTenants(work.outcomes.map(withoutEmpty), {
    paint,
    summary: ({ plan }) => `${formatCount(plan.migrations.length, 'migration')} planned`,
    detail: ({ plan }) => presentPlannedMigrations(plan, paint),
  });
  const entry = (outcome: { readonly keyspace: string; readonly plan?: MigrationPlan }) =>
    outcome.plan ?? { keyspace: outcome.keyspace };
  return showTenants(run, work, { text, entry });
}

function withoutEmpty(outcome: TenantOutcome<PlannedTenant>): TenantOutcome<PlannedTenant> {
  const { keyspace } = outcome;
  const isEmpty = outcome.state === 'done' && outcome.plan.migrations.length === 0;
  return isEmpty ? { keyspace, state: 'unchanged' } : outcome;
}

/** Shows what happened to the migrations of each tenant. */
export async function showTenantLogs(run: Run): Promise<ExitCode> {
  const { paint } = run.terminal;
  const limit = run.settings.task.limit ?? DEFAULT_LOG_LIMIT;
  const { service, choice } = await chosenTenants(run);
  const reading = service
    .log({ ...choice, limit })
    .then((logs) => logs.map((log) => ({ ...log, state: 'done' as const })));
  const work = await tried<MigrationLog>(reading);
  const text = presentTenants(work.outcomes, {
    paint,
    summary: ({ total }) => formatCount(total, 'event'),
    detail: (outcome) => presentLog(outcome, paint),
  });
  return showTenants(run, work, {
    text,
    entry: (outcome) =>
      outcome.state === 'done'
        ? logJson({ keyspace: outcome.keyspace, lines: outcome.lines, total: outcome.total })
        : { keyspace: outcome.keyspace },
  });
}
