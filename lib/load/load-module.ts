import { pathToFileURL } from 'node:url';
import { loadTypeScript } from './load-type-script.js';
import type { ModuleExports } from './module-exports.js';

/** Loads a file of the user's: JavaScript as Node does, TypeScript without a build. */
export async function loadModule(path: string): Promise<ModuleExports> {
  return /\.[cm]?ts$/.test(path) ? loadTypeScript(path) : ((await import(specifier(path))) as ModuleExports);
}

// Windows paths must be URLs; elsewhere a plain path also works where a test runner turned `import` into `require`.
function specifier(path: string): string {
  return process.platform === 'win32' ? pathToFileURL(path).href : path;
}
