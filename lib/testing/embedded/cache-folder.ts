import { access, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** A path below `$XDG_CACHE_HOME/nestjs-coodie` or `~/.cache/nestjs-coodie`. */
export function cachePath(...names: readonly string[]): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nestjs-coodie', ...names);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Returns `target`, filled by `fill` unless it is there already. It is filled elsewhere and then renamed: a half-filled
 * folder is never seen under its name, and of two processes that race the first wins.
 */
export async function fillFolderOnce(target: string, fill: (folder: string) => Promise<void>): Promise<string> {
  if (await exists(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  await removeAbandoned(target);
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    await fill(partial);
    await renameUnlessThere(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

async function renameUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(await exists(to))) throw error;
  }
}

/** Removes folders that a killed process left half-filled; younger ones may still be in use. */
async function removeAbandoned(target: string): Promise<void> {
  const names = await readdir(dirname(target));
  const partials = names.filter((name) => name.startsWith(`${basename(target)}.partial-`));
  await Promise.all(
    partials.map(async (name) => {
      const path = join(dirname(target), name);
      const changed = await stat(path).catch(() => undefined);
      if (changed && Date.now() - changed.mtimeMs > ABANDONED_AFTER_MS)
        await rm(path, { recursive: true, force: true });
    }),
  );
}
