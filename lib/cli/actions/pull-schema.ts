import { visible } from '../../core/text/visible.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { formatCount } from '../../core/text/figures.js';
import { presentPull, pullJson } from '../presenters/pull.presenter.js';
import { confirmed } from './confirmed.js';
import type { Run } from '../application/run.js';
import { compareFiles, leftOverFiles, writeFiles, type ComparedFile } from '../application/source-directory.js';

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

async function mayOverwrite(run: Run, files: readonly ComparedFile[]): Promise<boolean> {
  const changed = files.filter(({ state }) => state === 'changed').map(({ fileName }) => fileName);
  if (changed.length === 0 || run.settings.output.yes) return true;
  const count = formatCount(changed.length, 'file');
  return confirmed(run, {
    state: [`${count} would be overwritten:`, ...changed.map((name) => `  ${visible(name)}`)].join('\n'),
    question: `Overwrite ${count}?`,
    hint: 'Nothing was written. To do it anyway: --yes',
    declined: 'Nothing was written.',
  });
}
