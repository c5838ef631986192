import { visible } from '../../core/text/visible.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { formatCount } from '../../core/text/figures.js';
import { confirmed } from './confirmed.js';
import type { Run } from '../application/run.js';

/** Records migrations as applied without running them, after it has shown which. */
export async function recordBaseline(run: Run): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { migrations, keyspace } = application;
  const { target = '', reason } = settings.task;
  const planned = await migrations.baseline({ target, dryRun: true });
  if (planned.length > 0 && !(await isMeant(run, planned))) return EXIT.failed;
  const names = await migrations.baseline({ target, reason, lockWait: settings.application.lockWait });
  const text = names.length === 0 ? `${terminal.paint.bold(keyspace)} · nothing to record` : `${names.length} recorded`;
  terminal.show({ text, json: { keyspace, migrations: names } });
  return EXIT.done;
}

function isMeant(run: Run, names: readonly string[]): Promise<boolean> {
  const count = formatCount(names.length, 'migration');
  return confirmed(run, {
    state: [`${count} would be recorded as applied, and not run:`, ...names.map((name) => `  ${visible(name)}`)].join(
      '\n',
    ),
    question: `Record ${count}? Only if the database has their effect already.`,
    hint: 'Nothing was changed. If the database has their effect already: --yes',
  });
}
