import { backfillJson, presentBackfill, presentBackfills } from '../../present/backfill.presenter.js';
import type { BackfillStatus } from '../../backfill/backfill-status.js';
import { isOpen } from '../../backfill/state-row.js';
import type { Run } from '../application/run.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';

export async function listBackfills({ settings, application, terminal }: Run): Promise<ExitCode> {
  const { keyspace } = application;
  const backfills = await application.backfills.list();
  const text = presentBackfills(keyspace, backfills, { paint: terminal.paint, now: new Date() });
  terminal.show({ text, json: { keyspace, backfills: backfills.map(backfillJson) } });
  return exitCodeFor(settings.task.check, backfills);
}

/** Shows one backfill with the rows that it could not write. */
export async function showBackfill(name: string, { settings, application, terminal }: Run): Promise<ExitCode> {
  const { keyspace } = application;
  const status = await application.backfills.status(name);
  const dead = await application.backfills.dead(name);
  const text = presentBackfill(keyspace, { status, dead }, { paint: terminal.paint, now: new Date() });
  const rows = dead.map(({ key, error, cql }) => ({ key, error, cql }));
  terminal.show({ text, json: { keyspace, backfill: backfillJson(status), dead: rows } });
  return exitCodeFor(settings.task.check, [status]);
}

/** One that was cancelled waits for nothing. */
function exitCodeFor(isChecked: boolean, backfills: readonly Pick<BackfillStatus, 'state'>[]): ExitCode {
  return isChecked && backfills.some(isOpen) ? EXIT.outOfDate : EXIT.done;
}
