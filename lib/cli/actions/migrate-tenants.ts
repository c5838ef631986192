import type { TenantOutcome } from '../../core/tenants/tenant-outcome.js';
import { formatCount } from '../../core/text/figures.js';
import { presentResults, resultsJson } from '../../present/results.presenter.js';
import { statusJson } from '../../present/status-json.js';
import { TenantsFailedError } from '../../tenants/errors.js';
import type { MigratedTenant } from '../../tenants/migrate-tenants.js';
import type { TenantStatus } from '../../tenants/tenant-status.js';
import { isOutOfDate } from './show-status.js';
import type { Run } from '../application/run.js';
import { presentTenants, presentTenantStatus } from '../presenters/tenants.presenter.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { chosenTenants, showTenants, tried, type Succeeded } from './tried-tenants.js';

/** Applies what is pending to every tenant; what it does is shown as it happens. */
export async function applyToTenants(run: Run): Promise<ExitCode> {
  const { settings, terminal } = run;
  const { dryRun, target } = settings.task;
  const { service, choice } = await chosenTenants(run);
  const work = await tried(service.migrate({ ...choice, dryRun, target, lockWait: settings.application.lockWait }));
  const view = (outcome: Succeeded<MigratedTenant>) => ({
    keyspace: outcome.keyspace,
    direction: 'upgrade' as const,
    dryRun,
    results: outcome.state === 'done' ? outcome.migrations : [],
  });
  const text = presentTenants(work.outcomes, {
    paint: terminal.paint,
    summary: ({ migrations }) => `${formatCount(migrations.length, 'migration')} ${dryRun ? 'pending' : 'applied'}`,
    detail: dryRun ? (outcome) => presentResults(view(outcome), terminal.paint) : undefined,
  });
  return showTenants(run, work, {
    text,
    entry: (outcome) => ({ state: outcome.state, ...resultsJson(view(outcome)) }),
  });
}

/** Shows where the migrations of every tenant stand. */
export async function showTenantStatus(run: Run): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { migrationsDir } = application;
  const { service, choice } = await chosenTenants(run);
  const statuses = await service.status(choice);
  const outcomes = statuses.map(outcomeOf);
  const failure = outcomes.some(({ state }) => state === 'failed') ? new TenantsFailedError(outcomes) : undefined;
  const code = showTenants(
    run,
    { outcomes, failure },
    {
      text: presentTenantStatus(statuses, { paint: terminal.paint, migrationsDir }),
      entry: (outcome) => statusJson({ migrationsDir, migrations: [], ...outcome }),
    },
  );
  const isLate = settings.task.check && statuses.some(({ migrations }) => migrations.some(isOutOfDate));
  return code === EXIT.done && isLate ? EXIT.outOfDate : code;
}

function outcomeOf({ keyspace, migrations, error }: TenantStatus): TenantOutcome<Pick<TenantStatus, 'migrations'>> {
  return error === undefined ? { keyspace, state: 'done', migrations } : { keyspace, state: 'failed', error };
}
