import { Command } from 'nest-commander';
import type { OptionName } from '../settings/option-definitions.js';
import {
  CoodieBackfillExportCommand,
  CoodieBackfillListCommand,
  CoodieBackfillStatusCommand,
  CoodieBackfillVerifyCommand,
} from './backfill-look.command.js';
import {
  CoodieBackfillCancelCommand,
  CoodieBackfillPauseCommand,
  CoodieBackfillResumeCommand,
} from './backfill-steer.command.js';
import { CoodieBackfillRetryCommand, CoodieBackfillRunCommand } from './backfill-work.command.js';
import { CoodieGroupCommand } from './group.command.js';
import { BACKFILL_OPTIONS } from './options-of.js';

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
    CoodieBackfillVerifyCommand,
    CoodieBackfillExportCommand,
  ],
})
export class CoodieBackfillCommand extends CoodieGroupCommand {
  protected override readonly options: readonly OptionName[] = BACKFILL_OPTIONS;
}
