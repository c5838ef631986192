import { presentSyncDryRun } from '../../present/plan.presenter.js';
import type { Run } from '../application/run.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';

/** Brings the database in sync with the entities; what it does is shown as it happens. */
export async function syncSchema({ settings, application, terminal }: Run): Promise<ExitCode> {
  const { dryRun } = settings.task;
  const { keyspace } = application;
  const statements = await application.schema.sync({ dryRun, lockWait: settings.application.lockWait });
  const text = dryRun ? presentSyncDryRun(keyspace, statements, terminal.paint) : undefined;
  terminal.show({ text, json: { keyspace, dryRun, statements } });
  return EXIT.done;
}
