import { suggestion } from '../../core/text/suggestion.js';
import { visible } from '../../core/text/visible.js';
import { errorJson, presentError } from '../../present/error.presenter.js';
import { UsageError } from '../settings/errors.js';
import { exitCodeOf, type ExitCode } from '../settings/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { pathOf, type CommandLine } from './command-line.js';

export interface Audience {
  readonly terminal: Terminal;
  /** Whether to show where in the code an error comes from. */
  readonly verbose: boolean;
}

/** Says what went wrong; returns what the process ends with. */
export function reportFailure(error: unknown, { terminal, verbose }: Audience): ExitCode {
  const text = presentError(error, { paint: terminal.errorPaint, now: new Date(), verbose });
  terminal.fail({ text, json: errorJson(error) });
  return exitCodeOf(error);
}

export function unknownCommand(parent: CommandLine, name: string): UsageError {
  const path = pathOf(parent);
  const commands = parent.commands.map((command) => command.name());
  return new UsageError([`no such command${suggestion(name, commands)}`], {
    command: `${path} ${visible(name)}`,
    hint: `${path} ${commands.join(' | ')}`,
  });
}
