import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { presentResults, resultsJson } from '../../present/results.presenter.js';
import { readPlan } from './plan-apply.js';
import type { Run } from '../application/run.js';

export async function applyMigrations({ settings, application, terminal }: Run): Promise<ExitCode> {
  const { dryRun, target } = settings.task;
  const plan = await readPlan(settings.task.plan);
  const { lockWait } = settings.application;
  const results = await application.migrations.apply({ dryRun, target, plan, lockWait });
  const view = { keyspace: application.keyspace, direction: 'upgrade', dryRun, results } as const;
  terminal.show({ text: presentResults(view, terminal.paint), json: resultsJson(view) });
  return EXIT.done;
}
