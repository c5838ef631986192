import { formatCount, formatDuration } from '../../core/text/figures.js';
import { visible } from '../../core/text/visible.js';
import { backfillJson } from '../../present/backfill.presenter.js';
import type { Run } from '../application/run.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';

/** Works on a backfill until it is finished. */
export async function runBackfill(name: string, { settings, application, terminal }: Run): Promise<ExitCode> {
  const { acceptChange, restart } = settings.task;
  const { keyspace } = application;
  const startedAt = performance.now();
  const { lockWait } = settings.application;
  const status = await application.backfills.run(name, { acceptChange, restart, lockWait });
  const milliseconds = Math.round(performance.now() - startedAt);
  const { rows, skipped, dead } = status;
  const figures = [
    `${rows.toLocaleString('en')} rows`,
    `${skipped.toLocaleString('en')} skipped`,
    `${dead.toLocaleString('en')} dead`,
    formatDuration(milliseconds),
  ];
  const text = `${terminal.paint.green('✔')} ${visible(name)} is finished · ${figures.join(' · ')}`;
  terminal.show({ text, json: { keyspace, backfill: backfillJson(status), milliseconds } });
  return EXIT.done;
}

/** Ends with 1 where rows are still dead. */
export async function retryDeadRows(name: string, { settings, application, terminal }: Run): Promise<ExitCode> {
  const { keyspace, backfills } = application;
  const { acceptChange } = settings.task;
  const revived = await backfills.retryDead(name, { acceptChange, lockWait: settings.application.lockWait });
  const status = await backfills.status(name);
  const sign = status.dead === 0 ? terminal.paint.green('✔') : terminal.paint.red('✖');
  const left = status.dead === 0 ? '' : `: coodie backfill status ${visible(name)}`;
  const text = `${sign} ${formatCount(revived, 'row')} written, or gone by now · ${status.dead} still dead${left}`;
  terminal.show({ text, json: { keyspace, backfill: backfillJson(status), revived } });
  return status.dead === 0 ? EXIT.done : EXIT.failed;
}
