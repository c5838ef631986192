import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DynamicModule, Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { UnreadableFileError } from '../../load/errors.js';
import { loadModule } from '../../load/load-module.js';
import type { ModuleExports } from '../../load/load-type-script.js';
import { LoadFailedError, UsageError } from '../settings/errors.js';

/** A Nest application's root module. */
export type ApplicationModule = Type | DynamicModule;

/**
 * Loads the module that `--app` names: the default export, the one called AppModule, or the only module there is.
 * @throws UsageError where there is none | LoadFailedError
 */
export async function loadApplicationModule(path: string): Promise<ApplicationModule> {
  const exports = await load(path);
  const found = [exports['default'], exports['AppModule']].find(isModule) ?? onlyOne(Object.values(exports));
  if (found) return found;
  throw new UsageError([`--app: ${path} exports no Nest module, or several and none of them as default or AppModule`]);
}

async function load(path: string): Promise<ModuleExports> {
  const absolute = resolve(path);
  try {
    return unwrapped(await loadModule(absolute));
  } catch (error) {
    if (error instanceof UnreadableFileError && error.path === absolute)
      throw new UsageError([await unreadable(path, error)], { cause: error });
    throw new LoadFailedError(path, error);
  }
}

async function unreadable(path: string, { reason }: UnreadableFileError): Promise<string> {
  const isThere = await lstat(path).catch(() => undefined);
  return isThere ? `--app: ${path} ${reason}` : `--app: there is no file ${path}`;
}

/** CommonJS puts everything one level deeper. */
function unwrapped(exports: ModuleExports): ModuleExports {
  const nested = exports['default'];
  const isNamespace = typeof nested === 'object' && nested !== null && !isModule(nested);
  return isNamespace ? { ...exports, ...(nested as ModuleExports) } : exports;
}

function onlyOne(values: readonly unknown[]): ApplicationModule | undefined {
  const modules = [...new Set(values.filter(isModule))];
  return modules.length === 1 ? modules[0] : undefined;
}

function isModule(value: unknown): value is ApplicationModule {
  if (typeof value === 'function') return Object.values(MODULE_METADATA).some((key) => Reflect.hasMetadata(key, value));
  return typeof value === 'object' && value !== null && 'module' in value && typeof value.module === 'function';
}
