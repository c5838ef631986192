import type { CommandRunner } from 'nest-commander';

/** commander's own class; nest-commander brings it, so it is named through what nest-commander hands out. */
export type CommandLine = Parameters<CommandRunner['setCommand']>[0];

/** `coodie migrate apply`. */
export function pathOf(command: CommandLine): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
