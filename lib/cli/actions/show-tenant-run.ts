import type { Direction } from '../../core/progress/progress.js';
import { formatCount } from '../../core/text/figures.js';
import type { MigratedTenant } from '../../migrations/migration-tenants.js';
import { presentResults, resultsJson } from '../../present/results.presenter.js';
import type { Run } from '../application/run.js';
import { presentTenants } from '../presenters/tenants.presenter.js';
import type { ExitCode } from '../settings/exit-code.js';
import { showTenants, type Succeeded, type Tried } from './tried-tenants.js';

const WORDS = {
  upgrade: { done: 'applied', dry: 'pending' },
  downgrade: { done: 'rolled back', dry: 'to roll back' },
} as const;

/** Shows the migrations that ran for each tenant, or would run. */
export function showRun(run: Run, work: Tried<MigratedTenant>, direction: Direction): ExitCode {
  const { dryRun } = run.settings.task;
  const { paint } = run.terminal;
  const view = (outcome: Succeeded<MigratedTenant>) => ({
    keyspace: outcome.keyspace,
    direction,
    dryRun,
    results: outcome.state === 'done' ? outcome.migrations : [],
  });
  const words = WORDS[direction][dryRun ? 'dry' : 'done'];
  const text = presentTenants(work.outcomes, {
    paint,
    summary: ({ migrations }) => `${formatCount(migrations.length, 'migration')} ${words}`,
    detail: dryRun ? (outcome) => presentResults(view(outcome), paint) : undefined,
  });
  return showTenants(run, work, {
    text,
    entry: (outcome) => ({ state: outcome.state, ...resultsJson(view(outcome)) }),
  });
}
