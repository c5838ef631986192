import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { differencesFrom, draftBaseline } from '../../core/draft/draft-baseline.js';
import { classifyFileName, type MigrationName } from '../../core/history/migration-name.js';
import { nextName } from '../../core/history/new-migration.js';
import { fromEachKind } from '../../core/model/schema-kinds.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { formatCount } from '../../core/text/figures.js';
import type { PulledSources } from '../../schema/pull-sources.js';
import type { Run } from '../application/run.js';
import { renderScript } from '../generate/migration-text.js';
import { findConfigFile } from '../settings/config-file.js';
import type { Settings } from '../settings/settings.js';
import { checkPulled } from './check-pulled.js';
import { configFile } from './config-text.js';
import { InitMismatchError, InitRefusedError } from './errors.js';
import { planFiles, type NewFile, type PlannedFile } from './new-files.js';

/** Everything that `coodie init` is to write. */
export interface Setup {
  readonly keyspace: string;
  /** `begun`: there are migrations already, so nothing is left to do. */
  readonly kind: 'new' | 'existing' | 'begun';
  readonly directory: string;
  readonly files: readonly PlannedFile[];
  /** The name of the migration that makes an existing schema. */
  readonly baseline: string | undefined;
  /** The directory of the classes that were pulled; absent where the application has entities. */
  readonly pulledTo: string | undefined;
  readonly notes: readonly string[];
}

/** The setup for a keyspace that does not exist. */
export async function draftNewSetup(settings: Settings): Promise<Setup> {
  const { migrationsDir: directory = 'migrations', entities } = settings.application;
  const keyspace = settings.connection.keyspace ?? '';
  const names = await migrationsIn(directory);
  return newSetup({ keyspace, directory, names }, await configFor(settings, entities, directory));
}

/**
 * The setup for a keyspace that exists, with the baseline of everything that it has.
 * @throws InitRefusedError | InitMismatchError | LoadFailedError
 */
export async function draftSetup(run: Run, date: string): Promise<Setup> {
  const { application, settings } = run;
  const place = await placeOf(run);
  if (place.names.some(({ title }) => title === 'baseline')) return begun(place);
  const pulled = await application.pull();
  const pulledTo = application.declared().some(isSomething)
    ? undefined
    : (settings.task.out ?? (existsSync('src') ? 'src/entities' : 'entities'));
  const config = await configFor(settings, pulledTo ?? settings.application.entities, place.directory);
  const notes = [...pulled.notes, ...(await application.outsideModel())];
  if (!isSomething(pulled.schema)) return { ...(await newSetup(place, config)), notes };
  if (place.names.length > 0) throw lateBaseline(place);
  if (pulledTo !== undefined) await checkPulled(pulled, application);
  const baseline = nextName('baseline', [], date);
  const script = { path: join(place.directory, `${baseline}.cql`), text: scriptFor(pulled.schema, notes) };
  const files = await planFiles([...classFiles(pulled, pulledTo), script, ...config]);
  return { ...begun(place), kind: 'existing', files, baseline, pulledTo, notes };
}

/** @throws InitRefusedError if the application would not run a file */
async function placeOf({ application: { keyspace, migrationsDir } }: Run): Promise<Place> {
  if (migrationsDir === 'migrations.classes')
    throw new InitRefusedError(
      ['The application lists its migrations as classes, so a file would not be run.'],
      'Set migrations.dir in forRoot.',
    );
  const directory = relative('', migrationsDir) || '.';
  return { keyspace, directory, names: await migrationsIn(directory) };
}

function classFiles({ files }: PulledSources, directory: string | undefined): readonly NewFile[] {
  return directory === undefined ? [] : files.map(({ fileName, text }) => ({ path: join(directory, fileName), text }));
}

/** @throws InitMismatchError */
function scriptFor(schema: SchemaModel, notes: readonly string[]): string {
  const upgrade = draftBaseline(schema);
  const differences = differencesFrom(upgrade, schema);
  if (differences.length > 0) throw new InitMismatchError('baseline', schema.keyspace, differences);
  return renderScript({
    title: 'baseline',
    description: 'The schema that was there before its first migration',
    notes,
    allowDestructive: false,
    upgrade,
    downgrade: [],
    obstacles: ['a baseline was there before the migrations'],
    remarks: [],
  });
}

interface Place {
  readonly keyspace: string;
  readonly directory: string;
  readonly names: readonly MigrationName[];
}

async function newSetup(place: Place, config: readonly NewFile[]): Promise<Setup> {
  if (place.names.length > 0) return begun(place);
  const keep = { path: join(place.directory, '.gitkeep'), text: '' };
  return { ...begun(place), kind: 'new', files: await planFiles([keep, ...config]) };
}

function begun({ keyspace, directory }: Place): Setup {
  return { keyspace, kind: 'begun', directory, files: [], baseline: undefined, pulledTo: undefined, notes: [] };
}

function lateBaseline({ directory, names, keyspace }: Place): InitRefusedError {
  return new InitRefusedError(
    [
      `${directory} has ${formatCount(names.length, 'migration')}, and none is a baseline of keyspace ${keyspace}: one that is written now would run after them.`,
    ],
    'coodie migrate generate --from database writes what they lack.',
  );
}

const isSomething = (schema: SchemaModel): boolean =>
  fromEachKind<unknown>(schema, { tables: (it) => it, types: (it) => it, views: (it) => it }).length > 0;

/** No file where there is one: that of a directory above counts as well. */
async function configFor(
  settings: Settings,
  entities: string | undefined,
  directory: string,
): Promise<readonly NewFile[]> {
  const found = await findConfigFile(process.cwd());
  return found === undefined ? [configFile(settings, entities, directory)] : [];
}

async function migrationsIn(directory: string): Promise<readonly MigrationName[]> {
  const files = existsSync(directory) ? await readdir(directory) : [];
  return files.map(classifyFileName).flatMap((file) => (file.kind === 'migration' ? [file] : []));
}
