import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { recordOf, type EntityClass } from '../../core/entity/metadata.js';
import { visible } from '../../core/text/visible.js';
import { loadModule } from '../../load/load-module.js';
import { LoadFailedError, UsageError } from '../settings/errors.js';

/**
 * Loads every source file below a directory; returns the entity classes that they export. A directory without any source
 * file declares nothing, and neither does one with an empty list, as `schema pull` writes it for an empty keyspace.
 * @throws UsageError where there is no directory, or source files without an entity | LoadFailedError
 */
export async function loadEntities(directory: string): Promise<readonly EntityClass[]> {
  const paths = await sourceFiles(directory);
  if (paths.length === 0) return [];
  const exported: unknown[] = [];
  // One after the other: a file that is loaded while another one imports it would be two modules, with two classes.
  for (const path of paths) exported.push(...(await exportsOf(path)));
  const entities = [...new Set(exported.filter(isEntity))];
  if (entities.length > 0 || exported.some(isEmptyList)) return entities;
  throw new UsageError([`--entities: no class of ${directory} has @Entity or @UserType`]);
}

/** The same; a directory that declares nothing is seldom meant, so it is told. */
export async function loadDeclared(directory: string, warn: (line: string) => void): Promise<readonly EntityClass[]> {
  const entities = await loadEntities(directory);
  if (entities.length === 0) warn(`--entities: ${visible(directory)} declares no table, view or type.`);
  return entities;
}

async function sourceFiles(directory: string): Promise<readonly string[]> {
  const files = await list(directory);
  return files
    .filter((file) => SOURCE.test(file) && !IGNORED.test(file))
    .map((file) => join(directory, file))
    .toSorted();
}

const SOURCE = /\.[cm]?[jt]s$/;
/** Declarations, tests, what is hidden, and what others wrote. */
const IGNORED = /\.d\.[cm]?ts$|[.-](?:spec|test)\.[^.]+$|(?:^|[\\/])(?:\.|node_modules[\\/])/;

async function list(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory, { recursive: true });
  } catch {
    throw new UsageError([`--entities: there is no directory ${directory}`]);
  }
}

async function exportsOf(path: string): Promise<readonly unknown[]> {
  try {
    const exports = await loadModule(resolve(path));
    const nested = exports['default'];
    return [...Object.values(exports), ...(typeof nested === 'object' && nested !== null ? Object.values(nested) : [])];
  } catch (error) {
    throw new LoadFailedError(path, error);
  }
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isEntity(value: unknown): value is EntityClass {
  return typeof value === 'function' && recordOf(value as EntityClass).classes.length > 0;
}
