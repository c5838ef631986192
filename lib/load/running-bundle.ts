import { readFileSync } from 'node:fs';
import { shownPath } from './shown-path.js';

/** The script that runs, where it is a bundle of webpack or Rspack; `undefined` otherwise. */
export function runningBundle(): string | undefined {
  const [, script] = process.argv;
  return script !== undefined && isBundle(script) ? shownPath(script) : undefined;
}

function isBundle(script: string): boolean {
  try {
    return /__webpack_require__|__webpack_modules__/.test(readFileSync(script, 'utf8'));
  } catch {
    // Node also runs `dist/main` without the ending.
    return !script.endsWith('.js') && isBundle(`${script}.js`);
  }
}
