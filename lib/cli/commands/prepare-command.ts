import { UsageError } from '../errors.js';
import { OPTIONS, type OptionName } from '../settings/option-definitions.js';
import { Terminal } from '../terminal/terminal.js';
import { pathOf, type CommandLine } from './command-line.js';
import { formatHelp } from './format-help.js';
import { reportFailure } from './report-failure.js';

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
  for (const name of options) command.option(OPTIONS[name].flags, OPTIONS[name].description);
  command
    .showSuggestionAfterError()
    .configureHelp({ formatHelp })
    // What is wrong is said below. Help that nobody asked for is help all the same.
    .configureOutput({ outputError: () => {}, writeErr: (text) => process.stdout.write(text) })
    .exitOverride(({ code, message }) => {
      if (!HELP.includes(code)) fail(command, message);
      throw new ParsingEndedError(message);
    });
}

const HELP = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

function fail(command: CommandLine, message: string): void {
  const { json, noColor } = outputWishes();
  const problem = message.replace(/^error: /, '').replace(/\n\((?<suggestion>.*)\)$/, '. $<suggestion>');
  const terminal = new Terminal({ json, color: !noColor });
  process.exitCode = reportFailure(new UsageError([problem]).of(pathOf(command)), { terminal, verbose: false });
}

/** The command line could not be read, so its options are looked for in the text. */
function outputWishes() {
  return { json: process.argv.includes('--json'), noColor: process.argv.includes('--no-color') };
}
