import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SquashFiles {
  readonly directory: string;
  /** The file to write. */
  readonly fileName: string;
  readonly text: string;
  /** The files that it replaces. */
  readonly replaced: readonly string[];
}

/** Moves the replaced files to `squashed/` and writes the squash; puts everything back where that fails. */
export async function replaceFiles({ directory, fileName, text, replaced }: SquashFiles): Promise<void> {
  const aside = join(directory, 'squashed');
  const moved: string[] = [];
  await mkdir(aside, { recursive: true });
  try {
    for (const file of replaced) {
      await move(join(directory, file), join(aside, file));
      moved.push(file);
    }
    await writeFile(join(directory, fileName), text, { flag: 'wx' });
  } catch (error) {
    for (const file of moved) await move(join(aside, file), join(directory, file));
    throw error;
  }
}

/** Never over another file. */
async function move(from: string, to: string): Promise<void> {
  await link(from, to);
  await rm(from);
}
