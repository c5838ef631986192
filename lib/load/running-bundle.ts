import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { shownPath } from './shown-path.js';

/** The application's script, if it is a bundle of webpack or Rspack. The script of a package, such as Jest's worker, is not. */
export function runningBundle(): string | undefined {
  const [, script] = process.argv;
  if (script === undefined || script.includes(`${sep}node_modules${sep}`)) return undefined;
  return isBundle(script) ? shownPath(script) : undefined;
}

function isBundle(script: string): boolean {
  try {
    return /__webpack_require__|__webpack_modules__/.test(readFileSync(script, 'utf8'));
  } catch {
    // Node also runs `dist/main` without the ending.
    return !script.endsWith('.js') && isBundle(`${script}.js`);
  }
}
