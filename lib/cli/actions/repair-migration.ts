import { EXIT, type ExitCode } from '../exit-code.js';
import type { Run } from './run.js';

/** Settles a statement of which coodie could not find out whether it took effect. */
export async function repairMigration({ settings, application, terminal }: Run): Promise<ExitCode> {
  const { task } = settings;
  const migration = task.target ?? '';
  const outcome = task.done ? 'done' : 'not-done';
  const statement = await application.migrations.repair({
    migration,
    outcome,
    lockWait: settings.application.lockWait,
  });
  const what = outcome === 'done' ? 'counts as done' : 'counts as not done, and is sent again';
  const text = `${statement}\n  ${what}. Go on: coodie migrate apply`;
  terminal.show({ text, json: { keyspace: application.keyspace, migration, statement, outcome } });
  return EXIT.done;
}
