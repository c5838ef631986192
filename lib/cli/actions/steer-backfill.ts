import { visible } from '../../core/text/visible.js';
import type { BackfillStatus } from '../../backfill/backfill-status.js';
import { backfillJson } from '../../present/backfill.presenter.js';
import type { Run } from '../application/run.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';

export async function pauseBackfill(name: string, run: Run): Promise<ExitCode> {
  const status = await run.application.backfills.pause(name, run.settings.task.reason);
  return show(run, status, 'is paused. Every process that works on it notices within 2 seconds.');
}

/** `--rate` and `--concurrency` also change the pace of one that is not paused. */
export async function resumeBackfill(name: string, run: Run): Promise<ExitCode> {
  const { rate, concurrency } = run.settings.task;
  const status = await run.application.backfills.resume(name, { rate, concurrency });
  const atWork =
    status.workers > 0 ? 'goes on' : `may go on. Where no worker does it: coodie backfill run ${visible(name)}`;
  return show(run, status, `${atWork}${status.workers > 0 ? '.' : ''}`);
}

export async function cancelBackfill(name: string, run: Run): Promise<ExitCode> {
  const status = await run.application.backfills.cancel(name);
  return show(run, status, 'is cancelled. What it has written stays.');
}

function show({ application, terminal }: Run, status: BackfillStatus, what: string): ExitCode {
  const { keyspace } = application;
  terminal.show({
    text: `${terminal.paint.green('✔')} ${visible(status.name)} ${what}`,
    json: { keyspace, backfill: backfillJson(status) },
  });
  return EXIT.done;
}
