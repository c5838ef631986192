import type { LoggerService } from '@nestjs/common';
import { stripVTControlCharacters } from 'node:util';
import { visibleLines } from '../../core/text/visible.js';
import type { Terminal } from '../terminal/terminal.js';

/** Nest's log on the command line: what is wrong, on standard error; the rest where more was asked for. */
export function nestLog(terminal: Terminal, verbose: boolean): LoggerService {
  const wrong = (message: unknown, ...more: unknown[]): void => {
    // Nest logs an error of the start before it throws it; it is shown once, as the command's own.
    if (more.at(-1) !== 'ExceptionHandler') terminal.warn(textOf(message));
  };
  const further = (message: unknown): void => {
    if (verbose) terminal.warn(textOf(message));
  };
  return { error: wrong, fatal: wrong, warn: wrong, log: further, debug: further, verbose: () => {} };
}

/** Nest colours parts of its messages, whatever is there to show them. */
function textOf(message: unknown): string {
  return visibleLines(stripVTControlCharacters(String(message)));
}
