import type { SchemaPlan } from '../../core/plan/plan-schema.js';
import type { TenantOutcome } from '../../core/tenants/tenant-outcome.js';
import { formatCount } from '../../core/text/figures.js';
import { planJson, presentPlan, presentSyncDryRun } from '../../present/plan.presenter.js';
import type { Run } from '../application/run.js';
import { presentTenants } from '../presenters/tenants.presenter.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { chosenTenants, showTenants, tried, type ChosenTenants } from './tried-tenants.js';

/** Brings every tenant in sync with the entities; what it does is shown as it happens. */
export async function syncTenants(run: Run): Promise<ExitCode> {
  const { settings, terminal } = run;
  const { dryRun } = settings.task;
  const { service, choice } = await chosenTenants(run);
  const work = await tried(service.sync({ ...choice, dryRun, lockWait: settings.application.lockWait }));
  const text = presentTenants(work.outcomes, {
    paint: terminal.paint,
    summary: ({ statements }) => `${formatCount(statements.length, 'statement')}${dryRun ? ' would run' : ''}`,
    detail: dryRun ? ({ keyspace, statements }) => presentSyncDryRun(keyspace, statements, terminal.paint) : undefined,
  });
  return showTenants(run, work, {
    text,
    entry: (outcome) => ({
      keyspace: outcome.keyspace,
      state: outcome.state,
      dryRun,
      statements: outcome.state === 'done' ? outcome.statements : [],
    }),
  });
}

/** Shows what stands between each tenant and the entities. */
export async function showTenantDifferences(run: Run): Promise<ExitCode> {
  const { code } = await compare(run);
  return code;
}

/** Like `showTenantDifferences`, but any difference means out of date. */
export async function checkTenants(run: Run): Promise<ExitCode> {
  const { code, differ } = await compare(run);
  return code === EXIT.done && differ ? EXIT.outOfDate : code;
}

interface Compared {
  readonly code: ExitCode;
  readonly differ: boolean;
}

async function compare(run: Run): Promise<Compared> {
  const work = await tried(plans(await chosenTenants(run)));
  const outcomes = work.outcomes.map((outcome) => (isEqual(outcome) ? unchanged(outcome) : outcome));
  const text = presentTenants(outcomes, {
    paint: run.terminal.paint,
    summary: ({ plan }) => formatCount(differencesIn(plan), 'difference'),
    detail: ({ plan }) => presentPlan(plan, run.terminal.paint),
  });
  const entry = (outcome: { readonly keyspace: string; readonly plan?: SchemaPlan }) =>
    outcome.plan ? planJson(outcome.plan) : { keyspace: outcome.keyspace };
  return { code: showTenants(run, work, { text, entry }), differ: outcomes.some(({ state }) => state === 'done') };
}

interface PlannedTenant {
  readonly plan: SchemaPlan;
}

type Outcome = TenantOutcome<PlannedTenant>;

async function plans({ service, choice }: ChosenTenants): Promise<readonly Outcome[]> {
  return (await service.plan(choice)).map((plan) => ({ keyspace: plan.keyspace, state: 'done', plan }));
}

const differencesIn = ({ changes, drift }: SchemaPlan) =>
  changes.flatMap(({ differences }) => differences).length + drift.length;

const isEqual = (outcome: Outcome) => outcome.state === 'done' && differencesIn(outcome.plan) === 0;

const unchanged = ({ keyspace }: Outcome): Outcome => ({ keyspace, state: 'unchanged' });
