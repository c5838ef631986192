import { DEFAULT_LOG_LIMIT } from '../../migrations/history/read-log.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { logJson, presentLog } from '../../present/log.presenter.js';
import type { Run } from '../application/run.js';

export async function showLog({ settings, application, terminal }: Run): Promise<ExitCode> {
  const { keyspace, migrations } = application;
  const view = { keyspace, ...(await migrations.log({ limit: settings.task.limit ?? DEFAULT_LOG_LIMIT })) };
  terminal.show({ text: presentLog(view, terminal.paint), json: logJson(view) });
  return EXIT.done;
}
