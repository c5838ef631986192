import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { LintInput } from '../../core/lint/input/lint-input.js';
import { sourceDirectoriesOf } from '../../load/built-from.js';
import { unbuiltMigrations } from '../../migrations/source/unbuilt-migrations.js';
import type { Settings } from '../settings/settings.js';

/** The place of an application's migrations, and whether they are built from files elsewhere. */
export interface MigrationsPlace {
  /** The place of new files: the sources, where the application is built. */
  readonly directory: string;
  /** Whether its migrations are built from those sources: a new one is run after the next build. */
  readonly isBuilt: boolean;
  /** A sentence for each directory of sources whose migrations are not all built. */
  readonly unbuilt: readonly string[];
  /** Whether the application lists its migrations as classes: then a file alone would not be run. */
  readonly listsClasses: boolean;
}

/** The place of migrations that an application reads from a directory, some of which are `built` already. */
export async function placeOf(
  directory: string,
  { application }: Settings,
  built: readonly LintInput[],
): Promise<MigrationsPlace> {
  const plain = { isBuilt: false, unbuilt: [], listsClasses: false };
  if (directory === 'migrations.classes') {
    const { migrationsDir = 'migrations' } = application;
    return { ...plain, directory: migrationsDir, listsClasses: true };
  }
  const sources = sourcesOf(resolve(directory), application.app);
  if (sources === undefined) return { ...plain, directory: nearby(directory) };
  const names = built.map(({ name }) => name);
  const unbuilt = await unbuiltMigrations(resolve(directory), names);
  return { ...plain, directory: nearby(sources), isBuilt: true, unbuilt };
}

/** The sources of a directory that is built. Before the first migration they are where those of the module are. */
function sourcesOf(directory: string, app: string | undefined): string | undefined {
  const [existing] = sourceDirectoriesOf(directory);
  if (existing !== undefined || app === undefined || existsSync(directory)) return existing;
  const module = resolve(app);
  const file = basename(module).replace(/js$/, 'ts');
  const root = sourceDirectoriesOf(dirname(module)).find((source) => existsSync(join(source, file)));
  const place = relative(dirname(module), directory);
  return root === undefined || place.startsWith('..') ? undefined : join(root, place);
}

/** The path from the working directory, where it is below it. */
function nearby(path: string): string {
  const place = relative(process.cwd(), resolve(path));
  return place.startsWith('..') || place === '' ? path : place;
}
