import { join } from 'node:path';
import { visible } from '../../core/text/visible.js';
import type { Run } from '../application/run.js';
import { compareFiles, writeFiles } from '../application/source-directory.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { mayOverwrite } from './may-overwrite.js';

/** Writes the job of a backfill into a directory. No file that differs is overwritten unless that is meant. */
export async function exportBackfill(name: string, run: Run): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { spark: directory } = settings.task;
  if (directory === undefined) throw new UsageError(['needs --spark <dir>']);
  const exported = await application.backfills.exportSpark(name);
  const files = await compareFiles(directory, exported.files);
  if (!(await mayOverwrite(run, files))) return EXIT.failed;
  await writeFiles(directory, files);
  for (const note of exported.notes) terminal.warn(note);
  const paths = files.map(({ fileName }) => join(directory, fileName));
  const text = [
    `${terminal.paint.green('✔')} ${visible(name)} · ${visible(exported.table)} → ${visible(exported.into)}`,
    ...paths.map((path) => `  ${visible(path)}`),
    'The job takes hosts and password from COODIE_HOSTS, COODIE_USERNAME and COODIE_PASSWORD, or from --conf.',
    `When it has run: coodie backfill verify ${visible(name)} --hash --finish`,
  ].join('\n');
  const { table, into, notes } = exported;
  terminal.show({ text, json: { keyspace: application.keyspace, export: { name, table, into, files: paths, notes } } });
  return EXIT.done;
}
