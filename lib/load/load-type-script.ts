import { extname } from 'node:path';
import type { createJiti as CreateJiti, Jiti, TransformOptions } from 'jiti';
import { lowerDecorators } from './lower-decorators.js';
import type { SourceFile } from './source-file.js';
import { transformSource } from './transform-source.js';

const OPTIONS = { fsCache: false, interopDefault: true, tsconfigPaths: true } as const;

/**
 * Loads a TypeScript file. Decorators, and the types that injection needs, are lowered by the compiler of the user's own
 * project; the rest by jiti, which also finds what the file imports.
 */
export async function loadTypeScript(path: string): Promise<ModuleExports> {
  const { createJiti } = await import('jiti');
  return withLowering(createJiti, path).import(path);
}

/**
 * Evaluates a text as if it stood in its file.
 * @throws SourceSyntaxError | MissingCompilerError
 */
export async function evaluateTypeScript({ path, text }: SourceFile): Promise<ModuleExports> {
  const { createJiti } = await import('jiti');
  const options = { filename: path, ext: extname(path), async: true, forceTranspile: true };
  return (await withLowering(createJiti, path).evalModule(text, options)) as ModuleExports;
}

/**
 * JavaScript or TypeScript as CommonJS; `undefined` where the project has no compiler.
 * @throws SourceSyntaxError
 */
export function lowerToCommonJs({ path, text }: SourceFile): string | undefined {
  return lowerDecorators(path)?.(text, path, 'commonjs');
}

function withLowering(createJiti: typeof CreateJiti, path: string): Jiti {
  const plain = createJiti(path, OPTIONS);
  const lower = lowerDecorators(path);
  const transform = (options: TransformOptions) => ({ code: transformSource(plain, lower, options) });
  return createJiti(path, { ...OPTIONS, transform });
}

/** Exports of a module by name, with `default`. Untrusted until checked. */
export type ModuleExports = Readonly<Record<string, unknown>>;
