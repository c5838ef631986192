import type { createJiti as CreateJiti, Jiti, TransformOptions } from 'jiti';
import { createRequire } from 'node:module';
import { lowerDecorators, type Lower } from './lower-decorators.js';
import type { ModuleExports } from './module-exports.js';

const OPTIONS = { fsCache: false, interopDefault: true, tsconfigPaths: true } as const;

/**
 * Loads a TypeScript file. Decorators, and the types that injection needs, are lowered by the compiler of the user's own
 * project; the rest by jiti, which also finds what the file imports.
 */
export async function loadTypeScript(path: string): Promise<ModuleExports> {
  const { createJiti } = await import('jiti');
  const lower = await lowerDecorators(createRequire(path));
  return withLowering(createJiti, path, lower).import(path);
}

function withLowering(createJiti: typeof CreateJiti, path: string, lower: Lower | undefined): Jiti {
  const plain = createJiti(path, OPTIONS);
  if (!lower) return plain;
  const transform = (options: TransformOptions) => ({
    code: plain.transform({
      ...options,
      source: options.ts ? lower(options.source, options.filename ?? path) : options.source,
    }),
  });
  return createJiti(path, { ...OPTIONS, transform });
}
