import { exitCodeOf, type ExitCode } from '../settings/exit-code.js';
import { errorJson, presentError } from '../../present/error.presenter.js';
import type { Terminal } from '../terminal/terminal.js';

export interface Audience {
  readonly terminal: Terminal;
  /** Whether to show where in the code an error comes from. */
  readonly verbose: boolean;
}

/** Says what went wrong; answers what the process ends with. */
export function reportFailure(error: unknown, { terminal, verbose }: Audience): ExitCode {
  const text = presentError(error, { paint: terminal.errorPaint, now: new Date(), verbose });
  terminal.fail({ text, json: errorJson(error) });
  return exitCodeOf(error);
}
