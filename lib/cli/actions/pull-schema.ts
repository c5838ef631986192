import { visible } from '../../core/text/visible.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { presentPull, pullJson } from '../presenters/pull.presenter.js';
import { mayOverwrite } from './may-overwrite.js';
import type { Run } from '../application/run.js';
import { compareFiles, leftOverFiles, writeFiles } from '../application/source-directory.js';

/** Writes the keyspace as entity classes. No file that differs is overwritten unless that is meant. */
export async function pullSchema(run: Run): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { out: directory = '.' } = settings.task;
  const pulled = await application.pull();
  const files = await compareFiles(directory, pulled.files);
  if (!(await mayOverwrite(run, files))) return EXIT.failed;
  await writeFiles(directory, files);
  const leftOver = await leftOverFiles(directory, files);
  for (const note of pulled.notes) terminal.warn(visible(note));
  for (const name of leftOver)
    terminal.warn(`Left over: ${visible(name)} is of nothing that is pulled any more; delete it.`);
  const view = { ...pulled, keyspace: application.keyspace, directory, files, leftOver };
  terminal.show({ text: presentPull(view, terminal.paint), json: pullJson(view) });
  return EXIT.done;
}
