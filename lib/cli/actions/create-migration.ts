import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/error.js';
import { classifyFileName, type MigrationName } from '../../core/history/migration-name.js';
import { dayOf, nextName, readDescription } from '../../core/history/new-migration.js';
import { visible } from '../../core/text/visible.js';
import { migrationTemplate } from '../presenters/migration-template.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { Settings } from '../settings/settings.js';
import { writing } from '../settings/writing.js';
import type { Terminal } from '../terminal/terminal.js';

/** Writes a new migration, to be filled in; needs no database, and never overwrites anything. */
export async function createMigration(words: string, settings: Settings, terminal: Terminal): Promise<ExitCode> {
  const { migrationsDir: directory = 'migrations' } = settings.application;
  const title = titleOf(words);
  const extension = settings.task.cql ? 'cql' : 'ts';
  const madeDirectory = await makeDirectory(directory);
  const name = nextName(title, await migrationsIn(directory), dayOf(new Date()));
  const path = join(directory, `${name}.${extension}`);
  await writing(path, () => writeFile(path, migrationTemplate(title, extension), { flag: 'wx' }));
  if (madeDirectory) terminal.warn(`The directory ${visible(directory)} is new.`);
  terminal.show({ text: visible(path), json: { name, path, madeDirectory } });
  return EXIT.done;
}

function titleOf(words: string): string {
  const read = readDescription(words);
  if (read.kind === 'title') return read.title;
  throw new UsageError([`"${visible(words)}" ${read.reason}`], {
    hint: `For example: coodie migrate create ${read.suggestion}`,
  });
}

/** Returns whether it was missing. */
async function makeDirectory(directory: string): Promise<boolean> {
  try {
    return (await mkdir(directory, { recursive: true })) !== undefined;
  } catch (error) {
    throw new UsageError([`--migrations-dir: ${visible(directory)} is no directory: ${messageOf(error)}`]);
  }
}

async function migrationsIn(directory: string): Promise<readonly MigrationName[]> {
  const files = (await readdir(directory)).map(classifyFileName);
  return files.flatMap((file) => (file.kind === 'migration' ? [file] : []));
}
