import { relative, resolve } from 'node:path';
import { MigrationDirectoryMissingError } from '../../core/history/directory-error.js';
import { ignoredDeclarations, type Ignore } from '../../core/diff/ignored.js';
import { parseEntities } from '../../core/entity/parse-entities.js';
import type { LintInput } from '../../core/lint/input/lint-input.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { sourceDirectoriesOf } from '../../load/built-from.js';
import { readInputs, UNNAMED_KEYSPACE } from '../../migrations/lint-source.js';
import { MigrationDirectory } from '../../migrations/source/migration-directory.js';
import { unbuiltMigrations } from '../../migrations/source/unbuilt-migrations.js';
import { DEFAULT_CONNECTION } from '../../nest/coodie.constants.js';
import { InvalidOptionsError } from '../../nest/errors.js';
import type { Run } from '../application/run.js';
import { inApplication, type Circumstances } from '../application/in-application.js';
import { loadDeclared } from '../application/load-entities.js';
import { UsageError } from '../settings/errors.js';
import type { Settings } from '../settings/settings.js';

/** Everything that a migration is generated from. */
export interface Project {
  /** Absent where nobody has named it: no statement does. */
  readonly keyspace: string | undefined;
  /** The place of new files: the sources, where the application is built. */
  readonly directory: string;
  /** Whether its migrations are built from those sources: a new one is run after the next build. */
  readonly isBuilt: boolean;
  /** A sentence for each directory of sources whose migrations are not all built. */
  readonly unbuilt: readonly string[];
  /** Whether the application lists its migrations as classes: then a file alone would not be run. */
  readonly listsClasses: boolean;
  readonly desired: readonly SchemaModel[];
  /** Part of the schema for which no migration is generated. */
  readonly ignore: Ignore;
  readonly migrations: readonly LintInput[];
  /** The schema of the database, where it was asked for. */
  readonly live: SchemaModel | undefined;
}

/** Reads entities and migrations of the application, where there is one, else those of the directories. */
export async function readProject(circumstances: Omit<Circumstances, 'writes' | 'lazy'>): Promise<Project> {
  const { settings } = circumstances;
  const isLive = settings.task.from === 'database';
  if (isInDirectories(circumstances, isLive)) return projectFrom(settings, (line) => circumstances.terminal.warn(line));
  return inApplication({ ...circumstances, writes: false, lazy: !isLive }, (run) => projectOf(run, isLive));
}

/** Whether directories hold all of a project that is needed: there is no application, and no database is asked. */
export function isInDirectories(
  { opener, settings }: Pick<Circumstances, 'opener' | 'settings'>,
  isLive: boolean,
): boolean {
  return opener.kind === 'from-settings' && settings.application.app === undefined && !isLive;
}

/** The project of an application that is open. */
export async function projectOf({ application, settings }: Run, isLive: boolean): Promise<Project> {
  const { keyspace, migrationsDir } = application;
  const migrations = await orNone(() => application.migrations.inputs());
  return {
    keyspace,
    ...(await placeOf(migrationsDir, settings, migrations)),
    desired: application.declared(),
    ignore: application.ignore,
    migrations,
    live: isLive ? await application.introspect() : undefined,
  };
}

type Place = Pick<Project, 'directory' | 'isBuilt' | 'unbuilt' | 'listsClasses'>;

async function placeOf(directory: string, { application }: Settings, built: readonly LintInput[]): Promise<Place> {
  if (directory === 'migrations.classes') {
    const { migrationsDir = 'migrations' } = application;
    return { directory: migrationsDir, isBuilt: false, unbuilt: [], listsClasses: true };
  }
  const [sources] = sourceDirectoriesOf(resolve(directory));
  if (sources === undefined) return { directory: nearby(directory), isBuilt: false, unbuilt: [], listsClasses: false };
  const names = built.map(({ name }) => name);
  const unbuilt = await unbuiltMigrations(resolve(directory), names);
  return { directory: nearby(sources), isBuilt: true, unbuilt, listsClasses: false };
}

/** The path from the working directory, where it is below it. */
function nearby(path: string): string {
  const place = relative(process.cwd(), resolve(path));
  return place.startsWith('..') || place === '' ? path : place;
}

/** The project in directories, without a connection; it may have no entities. */
export async function projectFrom(
  { application, connection }: Settings,
  warn: (line: string) => void,
): Promise<Project> {
  const { entities, migrationsDir: directory = 'migrations', ignore = [] } = application;
  const { keyspace } = connection;
  const source = new MigrationDirectory(directory, async (migration) => new migration());
  const classes = entities === undefined ? [] : await loadDeclared(entities, warn);
  const desired = parseEntities(classes, { keyspace: keyspace ?? UNNAMED_KEYSPACE });
  const problems = desired.flatMap((schema) => ignoredDeclarations(schema, ignore));
  if (problems.length > 0) throw new InvalidOptionsError(DEFAULT_CONNECTION, problems);
  return {
    keyspace,
    directory,
    isBuilt: false,
    unbuilt: [],
    listsClasses: false,
    desired,
    ignore,
    migrations: await orNone(() => readInputs(source, keyspace)),
    live: undefined,
  };
}

/** A project whose first migration is still to be written has no directory for it. */
async function orNone(read: () => Promise<readonly LintInput[]>): Promise<readonly LintInput[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MigrationDirectoryMissingError) return [];
    throw error;
  }
}

/** @throws UsageError where a file in the directory would be run by nobody */
export function assertWritable({ listsClasses, directory }: Project): void {
  if (!listsClasses) return;
  throw new UsageError(
    [`The application lists its migrations as classes, so a file in ${directory} would not be run`],
    {
      hint: 'Set migrations.dir in forRoot, or look at the statements with --dry-run.',
    },
  );
}
