import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { OPTION_NAMES, OPTIONS, type OptionName } from './option-definitions.js';
import type { RawSettings } from './raw-settings.js';

/** Places of the root module in a project that the Nest CLI has made: built, and as it is written. */
export const APPLICATION_FILES = ['dist/app.module.js', 'src/app.module.ts'] as const;

/** An option that says where to connect to, or names an application itself. */
const PLACES: readonly OptionName[] = [
  ...OPTION_NAMES.filter((name) => OPTIONS[name].group === 'connection'),
  'app',
  'entities',
];

/** The application of a directory, where nothing that was given says what else to work on. */
export async function findApplication(given: RawSettings, directory: string): Promise<string | undefined> {
  if (PLACES.some((name) => given[name] !== undefined)) return undefined;
  const found = await Promise.all(APPLICATION_FILES.map((file) => isThere(join(directory, file))));
  return APPLICATION_FILES.find((_, index) => found[index]);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
