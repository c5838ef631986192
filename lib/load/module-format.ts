import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { SourceFile } from './source-file.js';

/** Whether Node takes a file for CommonJS: by its ending, else by `type` of its package, else by what is written in it. */
export async function isCommonJs({ path, text }: SourceFile): Promise<boolean> {
  const [, ending] = /\.([cm]?)[jt]s$/.exec(path) ?? [];
  if (ending === 'c' || ending === 'm') return ending === 'c';
  const type = await packageType(dirname(path));
  if (type !== undefined) return type !== 'module';
  return path.endsWith('.ts') || parsesAsCommonJs(text);
}

async function packageType(directory: string): Promise<string | undefined> {
  const text = await readFile(join(directory, 'package.json'), 'utf8').catch(() => undefined);
  if (text !== undefined) return typeIn(text);
  const above = dirname(directory);
  return above === directory ? undefined : packageType(above);
}

function typeIn(text: string): string | undefined {
  try {
    const { type } = JSON.parse(text) as { readonly type?: unknown };
    return typeof type === 'string' ? type : undefined;
  } catch {
    return undefined;
  }
}

function parsesAsCommonJs(text: string): boolean {
  try {
    return new Script(`(function () {${text.replace(/^#!/, '//')}\n})`) instanceof Script;
  } catch {
    return false;
  }
}
