import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LoadFailedError } from '../settings/errors.js';

/** The part of prettier that is used; the project has its own version of it. */
interface Prettier {
  resolveConfig(path: string, options: { readonly editorconfig: boolean }): Promise<object | null>;
  format(text: string, options: object): string | Promise<string>;
}

/** Formats TypeScript as the project does: with its own prettier and its configuration, where it has one. */
export async function formatSource(path: string, text: string): Promise<string> {
  const absolute = resolve(path);
  const prettier = await prettierOf(dirname(absolute));
  if (!prettier) return text;
  try {
    const options = await prettier.resolveConfig(absolute, { editorconfig: true });
    return await prettier.format(text, { ...options, filepath: absolute });
  } catch (error) {
    throw new LoadFailedError('The configuration of prettier', error);
  }
}

async function prettierOf(directory: string): Promise<Prettier | undefined> {
  try {
    const path = createRequire(join(directory, 'migration.js')).resolve('prettier');
    const exports: unknown = await import(pathToFileURL(path).href);
    return isPrettier(exports) ? exports : defaultOf(exports);
  } catch {
    // Not installed: the text has the form of its defaults already.
    return undefined;
  }
}

function defaultOf(exports: unknown): Prettier | undefined {
  const nested: unknown =
    typeof exports === 'object' && exports !== null && 'default' in exports ? exports.default : undefined;
  return isPrettier(nested) ? nested : undefined;
}

function isPrettier(value: unknown): value is Prettier {
  return typeof value === 'object' && value !== null && 'resolveConfig' in value && 'format' in value;
}
