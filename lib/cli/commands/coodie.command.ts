import { CommandRunner } from 'nest-commander';
import { visible } from '../../core/text/visible.js';
import { whileAtWork } from '../application/end-of-process.js';
import type { ApplicationKind } from '../settings/checks.js';
import { UsageError } from '../settings/errors.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Check } from '../settings/parse-settings.js';
import { readSettings } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import { Terminal } from '../terminal/terminal.js';
import { pathOf, type CommandLine } from './command-line.js';
import { prepareCommand } from './prepare-command.js';
import { reportFailure, unknownCommand } from './report-failure.js';

const ENDED =
  '✖ The process was ended before the command had done its work: something called process.exit, or it waits for what never comes.';

/** Base of every command: options from one table, one way to report errors, an exit code. */
export abstract class CoodieCommand extends CommandRunner {
  /** Whether words may follow the name of the command. */
  protected readonly takesWords: boolean = false;
  protected abstract readonly options: readonly OptionName[];

  override setCommand(command: CommandLine): this {
    prepareCommand(command, this.options);
    return super.setCommand(command);
  }

  override async run(parameters: readonly string[]): Promise<void> {
    // A parent's options are understood wherever they stand, and then they are the parent's.
    const flags: Readonly<Record<string, unknown>> = this.command.optsWithGlobals();
    const terminal = new Terminal({ json: flags['json'] === true, color: flags['color'] !== false });
    try {
      this.refuse(parameters);
      process.exitCode = await whileAtWork(
        () => this.perform(flags, terminal),
        () => terminal.warn(ENDED),
      );
    } catch (error) {
      const verbose = flags['verbose'] === true || process.env['DEBUG'] === 'coodie';
      const reason = error instanceof UsageError ? error.of(pathOf(this.command)) : error;
      process.exitCode = reportFailure(reason, { terminal, verbose });
    }
  }

  /** Settings from the flags, the environment and the configuration file. */
  protected settingsFrom(
    flags: Readonly<Record<string, unknown>>,
    kind: ApplicationKind,
    checks: readonly Check[] = [],
    note?: (text: string) => void,
  ): Promise<Settings> {
    return readSettings(
      { flags, options: this.options, kind, checks },
      { environment: process.env, directory: process.cwd(), note },
    );
  }

  protected abstract perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode>;

  /** commander hands an unknown sub-command to its parent. */
  private refuse([parameter]: readonly string[]): void {
    if (parameter === undefined || this.takesWords) return;
    if (this.command.commands.length > 0) throw unknownCommand(this.command, parameter);
    throw new UsageError([`takes no arguments, but there is "${visible(parameter)}"`]);
  }
}
