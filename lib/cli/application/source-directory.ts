import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HEADER, type SourceFile } from '../../core/source/render-class.js';
import { writing } from '../settings/writing.js';

/** A file to write, and its current state. */
export interface ComparedFile extends SourceFile {
  readonly state: 'new' | 'changed' | 'unchanged';
}

export function compareFiles(directory: string, files: readonly SourceFile[]): Promise<readonly ComparedFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const existing = await textOf(join(directory, file.fileName));
      const state = existing === undefined ? 'new' : existing === file.text ? 'unchanged' : 'changed';
      return { ...file, state } as const;
    }),
  );
}

/** Files that an earlier pull wrote and this one would not: of what is no longer in the keyspace. */
export async function leftOverFiles(directory: string, files: readonly SourceFile[]): Promise<readonly string[]> {
  const known = new Set(files.map(({ fileName }) => fileName));
  const others = (await listed(directory)).filter((name) => name.endsWith('.ts') && !known.has(name));
  const texts = await Promise.all(others.map((name) => textOf(join(directory, name))));
  return others.filter((_, position) => texts[position]?.startsWith(HEADER)).toSorted();
}

/** Leaves existing files alone. */
export async function writeFiles(directory: string, files: readonly ComparedFile[]): Promise<void> {
  const outdated = files.filter(({ state }) => state !== 'unchanged');
  await writing(directory, async () => {
    const paths = outdated.map(({ fileName, text }) => ({ path: join(directory, fileName), text }));
    for (const folder of new Set([directory, ...paths.map(({ path }) => dirname(path))]))
      await mkdir(folder, { recursive: true });
    await Promise.all(paths.map(({ path, text }) => writeFile(path, text)));
  });
}

function textOf(path: string): Promise<string | undefined> {
  return ifThere(readFile(path, 'utf8'));
}

async function listed(directory: string): Promise<readonly string[]> {
  return (await ifThere(readdir(directory))) ?? [];
}

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    // A file may stand where a directory is meant: writing there says so.
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return undefined;
    throw error;
  }
}
