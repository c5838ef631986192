import { inspect } from 'node:util';
import { CoodieError } from '../core/error.js';

/**
 * An error that ends the start of an application. Mostly nobody catches it and Node prints all that it has: so it gets a
 * stack of few lines that end with the advice, and its facts stay readable for programs only. `DEBUG=coodie` prints all.
 */
export function startupError(error: unknown): unknown {
  if (!(error instanceof CoodieError) || process.env['DEBUG'] === 'coodie') return error;
  for (const name of [...Object.keys(error), 'cause']) {
    const property = Object.getOwnPropertyDescriptor(error, name);
    if (property) Object.defineProperty(error, name, { ...property, enumerable: false });
  }
  error.stack = inspect(error);
  return error;
}
