import { UsageError } from '../settings/errors.js';
import { OPTIONS, type OptionDefinition, type OptionName } from '../settings/option-definitions.js';
import { Terminal } from '../terminal/terminal.js';
import { tolerate } from '../terminal/tolerate.js';
import { pathOf, type CommandLine } from './command-line.js';
import { formatHelp } from './format-help.js';
import { reportFailure, unknownCommand } from './report-failure.js';

/**
 * The command line ends here: help was asked for, or it was wrong, and that has been said. As text it is empty, because
 * a nest-commander application without an error handler prints what it catches.
 */
export class ParsingEndedError extends Error {
  override toString(): string {
    return '';
  }
}

/** Gives a command its options, its help, and what happens when it is used wrongly. */
export function prepareCommand(command: CommandLine, options: readonly OptionName[]): void {
  tolerate(process.stdout, process.stderr);
  for (const name of options) addOption(command, OPTIONS[name]);
  command
    .showSuggestionAfterError()
    .configureHelp({ formatHelp })
    // Errors are reported below. Help goes to standard output even if it was not requested.
    .configureOutput({ outputError: () => {}, writeErr: (text) => process.stdout.write(text) })
    .exitOverride(({ code, message }) => {
      if (!HELP.includes(code)) fail(command, code, message);
      throw new ParsingEndedError(message);
    });
}

function addOption(command: CommandLine, { flags, description, isRepeatable }: OptionDefinition): void {
  if (!isRepeatable) command.option(flags, description);
  else
    command.option(flags, description, (value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      value,
    ]);
}

const HELP = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

function fail(command: CommandLine, code: string, message: string): void {
  const { json, noColor } = outputWishes();
  const [parameter = ''] = command.args;
  const error =
    code === 'commander.unknownCommand' ? unknownCommand(command, parameter) : new UsageError([plain(message)]);
  const terminal = new Terminal({ json, color: !noColor });
  process.exitCode = reportFailure(error.of(pathOf(meant(command))), { terminal, verbose: false });
}

/** A parent's option is the parent's wherever it stands, and so is what is wrong with it. */
function meant(command: CommandLine): CommandLine {
  const next = command.commands.find((sub) => process.argv.includes(sub.name()));
  return next ? meant(next) : command;
}

/** commander's message, in the manner of our own. */
function plain(message: string): string {
  return message.replace(/^error: /, '').replace(/\n\((?<suggestion>.*)\)$/, '. $<suggestion>');
}

/** The command line could not be read, so its options are looked for in the text. */
function outputWishes() {
  return { json: process.argv.includes('--json'), noColor: process.argv.includes('--no-color') };
}
