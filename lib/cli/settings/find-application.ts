import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './errors.js';
import { OPTION_NAMES, OPTIONS, type OptionName } from './option-definitions.js';
import type { RawSettings } from './raw-settings.js';
import type { Settings } from './settings.js';

/** Places of the root module in a project that the Nest CLI has made: built, and as it is written. */
const APPLICATION_FILES = ['dist/app.module.js', 'src/app.module.ts'];
const SOURCE_FILES = ['src/app.module.ts', 'src/app.module.js'];

/** An option that says where to connect to, or names an application itself. */
const PLACES: readonly OptionName[] = [
  ...OPTION_NAMES.filter((name) => OPTIONS[name].group === 'connection'),
  'app',
  'entities',
];

/** The application of a directory, where nothing that was given says what else to work on. */
export async function findApplication(given: RawSettings, directory: string): Promise<string | undefined> {
  if (PLACES.some((name) => given[name] !== undefined)) return undefined;
  return firstThere(APPLICATION_FILES, directory);
}

/**
 * The same settings, with the sources of the Nest module where neither a module nor a keyspace is named: a set-up writes
 * beside them.
 * @throws UsageError where there is none that imports coodie
 */
export async function withFoundSources(settings: Settings): Promise<Settings> {
  const { application, connection } = settings;
  if (application.app !== undefined || connection.keyspace !== undefined) return settings;
  const app = await firstThere(SOURCE_FILES, '.');
  if (app !== undefined && (await readFile(app, 'utf8')).includes('CoodieModule'))
    return { ...settings, application: { ...application, app } };
  const found = app === undefined ? `There is no ${SOURCE_FILES[0]}` : `${app} does not import CoodieModule`;
  throw new UsageError([`${found}, and no keyspace is named`], {
    hint: 'Name the keyspace with --keyspace, or the Nest module with --app.',
  });
}

async function firstThere(files: readonly string[], directory: string): Promise<string | undefined> {
  const found = await Promise.all(files.map((file) => isThere(join(directory, file))));
  return files.find((_, index) => found[index]);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
