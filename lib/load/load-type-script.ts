import type { createJiti as CreateJiti, Jiti, TransformOptions } from 'jiti';
import { lowerDecorators } from './lower-decorators.js';
import type { ModuleExports } from './module-exports.js';
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

function withLowering(createJiti: typeof CreateJiti, path: string): Jiti {
  const plain = createJiti(path, OPTIONS);
  const lower = lowerDecorators(path);
  const transform = (options: TransformOptions) => ({ code: transformSource(plain, lower, options) });
  return createJiti(path, { ...OPTIONS, transform });
}
