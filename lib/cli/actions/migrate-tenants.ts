import type { TenantOutcome } from '../../core/tenants/tenant-outcome.js';
import { statusJson } from '../../present/status-json.js';
import { TenantsFailedError } from '../../tenants/errors.js';
import type { TenantStatus } from '../../migrations/migration-tenants.js';
import { isOutOfDate } from './show-status.js';
import type { Run } from '../application/run.js';
import { presentTenantStatus } from '../presenters/tenants.presenter.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { showRun } from './show-tenant-run.js';
import { chosenTenants, showTenants, tried } from './tried-tenants.js';

/** Applies what is pending to every tenant; what it does is shown as it happens. */
export async function applyToTenants(run: Run): Promise<ExitCode> {
  const { settings } = run;
  const { dryRun, target } = settings.task;
  const { service, choice } = await chosenTenants(run);
  const work = await tried(service.migrate({ ...choice, dryRun, target, lockWait: settings.application.lockWait }));
  return showRun(run, work, 'upgrade');
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
      entry: (outcome) => statusJson({ migrations: [], ...outcome }),
    },
  );
  const isLate = settings.task.check && statuses.some(({ migrations }) => migrations.some(isOutOfDate));
  return code === EXIT.done && isLate ? EXIT.outOfDate : code;
}

function outcomeOf({ keyspace, migrations, error }: TenantStatus): TenantOutcome<Pick<TenantStatus, 'migrations'>> {
  return error === undefined ? { keyspace, state: 'done', migrations } : { keyspace, state: 'failed', error };
}
