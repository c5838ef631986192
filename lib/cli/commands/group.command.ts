import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { CommandLine } from './command-line.js';
import { CoodieCommand } from './coodie.command.js';

/** A command that only groups its sub-commands: alone it shows its help. */
export abstract class CoodieGroupCommand extends CoodieCommand {
  /** Its options are for the sub-commands, whose help shows them. */
  override setCommand(command: CommandLine): this {
    super.setCommand(command);
    for (const option of command.options) option.hideHelp();
    return this;
  }

  protected override async perform(): Promise<ExitCode> {
    this.command.outputHelp();
    return EXIT.done;
  }
}
