import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InitRefusedError } from './errors.js';

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

export interface PlannedFile extends NewFile {
  readonly state: 'new' | 'unchanged';
}

/**
 * Compares files that are to be written with existing ones.
 * @throws InitRefusedError that names every file of another text
 */
export async function planFiles(files: readonly NewFile[]): Promise<readonly PlannedFile[]> {
  const found = await Promise.all(files.map(async (file) => ({ ...file, existing: await textOf(file.path) })));
  const taken = found.filter(({ existing, text }) => existing !== undefined && existing !== text);
  if (taken.length > 0)
    throw new InitRefusedError(
      taken.map(({ path }) => `${path} is there already, with other contents.`),
      'coodie init overwrites nothing: move the files away, or name another directory with --out.',
    );
  return found.map(({ path, text, existing }) => ({ path, text, state: existing === undefined ? 'new' : 'unchanged' }));
}

/** Writes all files that are new, or none of them. */
export async function writeNew(files: readonly PlannedFile[]): Promise<void> {
  const written: string[] = [];
  try {
    for (const { path, text } of files.filter(({ state }) => state === 'new')) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: 'wx' });
      written.push(path);
    }
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true })));
    throw error;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
