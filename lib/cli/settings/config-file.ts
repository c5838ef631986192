import { readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { CoodieError, messageOf } from '../../core/error.js';
import { isPlainObject } from '../../core/options/check-options.js';
import { suggestion } from '../../core/text/suggestion.js';
import { visible } from '../../core/text/visible.js';
import { loadModule } from '../../load/load-module.js';
import { parseJson } from '../../load/parse-json.js';
import { readSourceFile } from '../../load/source-file.js';
import { LoadFailedError, UsageError } from './errors.js';
import { CONFIGURABLE, type OptionName, PATHS } from './option-definitions.js';
import type { RawSettings, RawValue } from './raw-settings.js';

const FILE_NAMES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map((ending) => `coodie.config.${ending}`);

/**
 * Reads the configuration file of a directory, or of the nearest one above it. Its paths come out relative to the
 * directory that was asked for.
 * @throws UsageError that names the file and what is wrong in it | LoadFailedError with line and column
 */
export async function readConfigFile(directory: string): Promise<RawSettings> {
  const path = await findConfigFile(resolve(directory));
  if (path === undefined) return {};
  const name = relative(directory, path);
  const { schema, ...content } = await load(path, name);
  const problems = [
    ...Object.keys(content).flatMap((key) => problemOf(key, name)),
    ...problemsOfSchema(schema, content).map((problem) => `${name}: ${problem}`),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const place = { path, name, directory };
  const entries = CONFIGURABLE.filter((key) => content[key] !== undefined);
  return {
    ...Object.fromEntries(entries.map((key) => [key, rawValue(key, content[key], place)])),
    ...ignoreIn(schema, name),
  };
}

/** `schema.ignore` is spelled as in `forRoot`, or as the flag. */
function ignoreIn(schema: unknown, name: string): RawSettings {
  const ignore = isPlainObject(schema) ? schema['ignore'] : undefined;
  const isNone = ignore === undefined || (Array.isArray(ignore) && ignore.length === 0);
  return isNone ? {} : { ignore: { value: ignore, origin: `${name}: schema.ignore` } };
}

function problemsOfSchema(schema: unknown, { ignore }: Readonly<Record<string, unknown>>): readonly string[] {
  if (schema === undefined) return [];
  if (!isPlainObject(schema)) return ["schema must be an object, such as { ignore: ['audit_*'] }"];
  const unknown = Object.keys(schema).filter((key) => key !== 'ignore');
  return [
    ...unknown.map((key) => `there is no setting schema.${visible(key)}${suggestion(key, ['ignore'])}`),
    ...(ignore !== undefined && schema['ignore'] !== undefined
      ? ['ignore and schema.ignore say the same: keep one']
      : []),
  ];
}

/** The configuration file of a directory, or of the nearest one above it that has one. */
export async function findConfigFile(directory: string): Promise<string | undefined> {
  const files = await readdir(directory);
  const found = FILE_NAMES.find((name) => files.includes(name));
  if (found !== undefined) return join(directory, found);
  const above = dirname(directory);
  return above === directory ? undefined : findConfigFile(above);
}

async function load(path: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const content = await read(path, name);
  if (isPlainObject(content)) return content;
  throw new UsageError([`${name}: there are no settings in it`], {
    hint: 'Export an object: export default { keyspace: "catalog" }',
  });
}

async function read(path: string, name: string): Promise<unknown> {
  try {
    if (path.endsWith('.json')) return parseJson(await readSourceFile(path));
    return defaultOf((await loadModule(path))['default']);
  } catch (error) {
    if (error instanceof CoodieError) throw new LoadFailedError(name, error);
    throw new UsageError([`${name} cannot be read: ${messageOf(error)}`], {
      cause: error,
    });
  }
}

/** CommonJS puts the default export one level deeper. */
function defaultOf(exported: unknown): unknown {
  return isPlainObject(exported) && isPlainObject(exported['default']) ? exported['default'] : exported;
}

function problemOf(key: string, name: string): readonly string[] {
  if (CONFIGURABLE.some((known) => known === key)) return [];
  if (key === 'password') return [`${name}: a password does not belong in a file; set COODIE_PASSWORD`];
  return [`${name}: there is no setting ${visible(key)}${suggestion(key, CONFIGURABLE)}`];
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly directory: string;
}

function rawValue(key: OptionName, value: unknown, { path, name, directory }: Place): RawValue {
  const isPath = PATHS.includes(key) && typeof value === 'string' && value !== '';
  const seenFromHere = isPath ? relative(directory, resolve(dirname(path), value)) || '.' : value;
  return { value: seenFromHere, origin: `${name}: ${key}` };
}
