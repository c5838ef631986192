import type { MigrationResult } from '../../migrations/run/migration-result.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { formatCount } from '../../core/text/figures.js';
import { presentResults, presentStatements, resultsJson } from '../../present/results.presenter.js';
import { ask } from './confirmed.js';
import type { Run } from '../application/run.js';

export async function rollBackMigrations(run: Run): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { dryRun, steps, target } = settings.task;
  const isAsked = terminal.isInteractive && !dryRun && !settings.output.yes;
  const planned = isAsked ? await plan(run) : undefined;
  if (planned && !(await isMeant(run, planned))) return EXIT.failed;
  const expected = planned?.map(({ name }) => name);
  const options = { dryRun, steps, target, expected, lockWait: settings.application.lockWait };
  const results = await application.migrations.rollback(options);
  const view = { keyspace: application.keyspace, direction: 'downgrade', dryRun, results } as const;
  terminal.show({ text: presentResults(view, terminal.paint), json: resultsJson(view) });
  return EXIT.done;
}

function plan({ settings, application }: Run): Promise<readonly MigrationResult[]> {
  const { steps, target } = settings.task;
  return application.migrations.rollback({ dryRun: true, steps, target });
}

/** Shows the exact statements before it asks. */
async function isMeant({ application, terminal }: Run, planned: readonly MigrationResult[]): Promise<boolean> {
  if (planned.length === 0) return true;
  const title = `${terminal.paint.bold(application.keyspace)} · ${planned.length} to roll back`;
  return ask(terminal, {
    state: [title, ...presentStatements(planned), ''].join('\n'),
    question: `Roll back ${formatCount(planned.length, 'migration')}?`,
  });
}
