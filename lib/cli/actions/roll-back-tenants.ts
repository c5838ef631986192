import type { TenantOutcome } from '../../core/tenants/tenant-outcome.js';
import { formatCount } from '../../core/text/figures.js';
import type { MigratedTenant } from '../../migrations/migration-tenants.js';
import { presentResults } from '../../present/results.presenter.js';
import type { Run } from '../application/run.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { ask } from './confirmed.js';
import { showRun } from './show-tenant-run.js';
import { chosenTenants, tried } from './tried-tenants.js';

/** Rolls back in every tenant; where somebody is there, it shows the statements of all and asks once. */
export async function rollBackTenants(run: Run): Promise<ExitCode> {
  const { settings, terminal } = run;
  const { dryRun, steps, target } = settings.task;
  const { service, choice } = await chosenTenants(run);
  const wanted = { ...choice, steps, target };
  const isAsked = terminal.isInteractive && !dryRun && !settings.output.yes;
  const planned = isAsked
    ? rolledBack((await tried(service.rollback({ ...wanted, dryRun: true }))).outcomes)
    : undefined;
  if (planned && !(await isMeant(run, planned))) return EXIT.failed;
  const expected = planned && namesByTenant(planned);
  const { lockWait } = settings.application;
  const work = await tried(service.rollback({ ...wanted, dryRun, expected, lockWait }));
  return showRun(run, work, 'downgrade');
}

type Planned = Extract<TenantOutcome<MigratedTenant>, { readonly state: 'done' }>;

function rolledBack(outcomes: readonly TenantOutcome<MigratedTenant>[]): readonly Planned[] {
  return outcomes.flatMap((outcome) => (outcome.state === 'done' ? [outcome] : []));
}

async function isMeant({ terminal }: Run, planned: readonly Planned[]): Promise<boolean> {
  if (planned.length === 0) return true;
  const views = planned.map(({ keyspace, migrations }) =>
    presentResults({ keyspace, direction: 'downgrade', dryRun: true, results: migrations }, terminal.paint),
  );
  const count = planned.flatMap(({ migrations }) => migrations).length;
  return ask(terminal, {
    state: views.flatMap((view) => [view, '']).join('\n'),
    question: `Roll back ${formatCount(count, 'migration')} of ${formatCount(planned.length, 'tenant')}?`,
  });
}

function namesByTenant(planned: readonly Planned[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(planned.map(({ keyspace, migrations }) => [keyspace, migrations.map(({ name }) => name)]));
}
