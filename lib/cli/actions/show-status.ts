import { isOpen } from '../../backfill/state-row.js';
import type { MigrationState } from '../../core/history/history.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { statusJson } from '../../present/status-json.js';
import { backfillJson, openBackfill } from '../../present/backfill.presenter.js';
import { presentStatus } from '../../present/status.presenter.js';
import type { Run } from '../application/run.js';

/** States that fail `--check`. A migration whose file is gone is applied: the database is not out of date. */
const OUT_OF_DATE: readonly MigrationState[] = ['pending', 'failed', 'changed', 'out-of-order'];

export async function showStatus({ settings, application, terminal }: Run): Promise<ExitCode> {
  const migrations = await application.migrations.status();
  const { keyspace, migrationsDir } = application;
  const view = { keyspace, migrationsDir, migrations };
  const open = (await application.backfills.list()).filter(({ background, state }) => background && isOpen({ state }));
  const status = presentStatus(view, { paint: terminal.paint, now: new Date() });
  const text = [status, ...open.map(openBackfill)].join('\n');
  const json = statusJson(view);
  terminal.show({ text, json: open.length === 0 ? json : { ...json, backfills: open.map(backfillJson) } });
  return settings.task.check && migrations.some(isOutOfDate) ? EXIT.outOfDate : EXIT.done;
}

export function isOutOfDate({ state }: { readonly state: MigrationState }): boolean {
  return OUT_OF_DATE.includes(state);
}
