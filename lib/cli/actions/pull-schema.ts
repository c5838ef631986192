import { UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { formatCount } from '../presenters/figures.js';
import { presentPull, pullJson } from '../presenters/pull.presenter.js';
import { confirm } from '../terminal/confirm.js';
import type { Run } from './run.js';
import { compareFiles, leftOverFiles, writeFiles, type ComparedFile } from './source-directory.js';

/** Writes the keyspace as entity classes. No file that differs is overwritten unless that is meant. */
export async function pullSchema(run: Run): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { out: directory = '.' } = settings.task;
  const pulled = await application.pull();
  const files = await compareFiles(directory, pulled.files);
  if (!(await mayOverwrite(run, files))) return EXIT.failed;
  await writeFiles(directory, files);
  const leftOver = await leftOverFiles(directory, files);
  for (const note of pulled.notes) terminal.warn(note);
  for (const name of leftOver) terminal.warn(`Left over: ${name} is of nothing in the keyspace any more; delete it.`);
  const view = { ...pulled, keyspace: application.keyspace, directory, files, leftOver };
  terminal.show({ text: presentPull(view, terminal.paint), json: pullJson(view) });
  return EXIT.done;
}

async function mayOverwrite({ settings, terminal }: Run, files: readonly ComparedFile[]): Promise<boolean> {
  const changed = files.filter(({ state }) => state === 'changed').map(({ fileName }) => fileName);
  if (changed.length === 0 || settings.output.yes) return true;
  const state = [`${formatCount(changed.length, 'file')} would be overwritten:`, ...changed.map((name) => `  ${name}`)];
  if (!terminal.isInteractive) {
    throw new UsageError(state, { hint: 'Nothing was written. If that is meant: --yes' });
  }
  terminal.print(state.join('\n'));
  const answer = await confirm(`Overwrite ${formatCount(changed.length, 'file')}?`);
  if (!answer) terminal.print('Nothing was written.');
  return answer;
}
