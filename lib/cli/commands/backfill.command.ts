import { Command } from 'nest-commander';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieBackfillListCommand, CoodieBackfillStatusCommand } from './backfill-look.command.js';
import {
  CoodieBackfillCancelCommand,
  CoodieBackfillPauseCommand,
  CoodieBackfillResumeCommand,
} from './backfill-steer.command.js';
import { CoodieBackfillRetryCommand, CoodieBackfillRunCommand } from './backfill-work.command.js';
import type { CommandLine } from './command-line.js';
import { CoodieCommand } from './coodie.command.js';
import { BACKFILL_OPTIONS } from './options-of.js';

/** Only groups its sub-commands. */
@Command({
  name: 'backfill',
  description: 'Run backfills, and see and steer those that run anywhere',
  subCommands: [
    CoodieBackfillListCommand,
    CoodieBackfillStatusCommand,
    CoodieBackfillRunCommand,
    CoodieBackfillPauseCommand,
    CoodieBackfillResumeCommand,
    CoodieBackfillCancelCommand,
    CoodieBackfillRetryCommand,
  ],
})
export class CoodieBackfillCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = BACKFILL_OPTIONS;

  /** They are for the sub-commands, whose help shows them. */
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
