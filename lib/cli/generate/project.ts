import { MigrationDirectoryMissingError } from '../../core/history/directory-error.js';
import { ignoredDeclarations, type Ignore } from '../../core/diff/ignored.js';
import { parseEntities } from '../../core/entity/parse-entities.js';
import type { LintInput } from '../../core/lint/input/lint-input.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { readInputs, UNNAMED_KEYSPACE } from '../../migrations/lint-source.js';
import { MigrationDirectory } from '../../migrations/source/migration-directory.js';
import { DEFAULT_CONNECTION } from '../../nest/coodie.constants.js';
import { InvalidOptionsError } from '../../nest/errors.js';
import type { Run } from '../application/run.js';
import { inApplication, type ApplicationWork } from '../application/in-application.js';
import { loadDeclared } from '../application/load-entities.js';
import { UsageError } from '../settings/errors.js';
import type { Settings } from '../settings/settings.js';
import { placeOf, type MigrationsPlace } from './migrations-place.js';

/** Everything that a migration is generated from. */
export interface Project extends MigrationsPlace {
  /** Absent if it is not given: no statement names it. */
  readonly keyspace: string | undefined;
  readonly desired: readonly SchemaModel[];
  /** Whether a start may be first to make what a migration is generated for. */
  readonly syncsAtStart: boolean;
  /** Part of the schema for which no migration is generated. */
  readonly ignore: Ignore;
  readonly migrations: readonly LintInput[];
  /** The schema of the database, where it was asked for. */
  readonly live: SchemaModel | undefined;
}

/** Reads entities and migrations of the application, where there is one, else those of the directories. */
export async function readProject(circumstances: Omit<ApplicationWork, 'writes' | 'lazy'>): Promise<Project> {
  const { settings } = circumstances;
  const isLive = settings.task.from === 'database';
  if (isInDirectories(circumstances, isLive)) return projectFrom(settings, (line) => circumstances.terminal.warn(line));
  return inApplication({ ...circumstances, writes: false, lazy: !isLive }, (run) => projectOf(run, isLive));
}

/** Whether directories hold all of a project that is needed: there is no application, and no database is asked. */
export function isInDirectories(
  { opener, settings }: Pick<ApplicationWork, 'opener' | 'settings'>,
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
    syncsAtStart: application.syncsAtStart,
    desired: application.declared(),
    ignore: application.ignore,
    migrations,
    live: isLive ? await application.introspect() : undefined,
  };
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
    syncsAtStart: false,
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

/** @throws UsageError if the application would not run a file in the directory */
export function assertWritable({ listsClasses, directory }: Project): void {
  if (!listsClasses) return;
  throw new UsageError(
    [`The application lists its migrations as classes, so a file in ${directory} would not be run`],
    {
      hint: 'Set migrations.dir in forRoot, or look at the statements with --dry-run.',
    },
  );
}
