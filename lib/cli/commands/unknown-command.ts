import { suggestion } from '../../core/text/suggestion.js';
import { visible } from '../../core/text/visible.js';
import { UsageError } from '../settings/errors.js';
import { pathOf, type CommandLine } from './command-line.js';

export function unknownCommand(parent: CommandLine, name: string): UsageError {
  const path = pathOf(parent);
  const commands = parent.commands.map((command) => command.name());
  return new UsageError([`no such command${suggestion(name, commands)}`], {
    command: `${path} ${visible(name)}`,
    hint: `${path} ${commands.join(' | ')}`,
  });
}
