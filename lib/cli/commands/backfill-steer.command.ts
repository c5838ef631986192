import { SubCommand } from 'nest-commander';
import { cancelBackfill, pauseBackfill, resumeBackfill } from '../actions/steer-backfill.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieNamedBackfillCommand } from './backfill-named.command.js';
import { BACKFILL_OPTIONS } from './options-of.js';

@SubCommand({ name: 'pause', arguments: '<name>', description: 'Let a backfill rest, in whichever process it runs' })
export class CoodieBackfillPauseCommand extends CoodieNamedBackfillCommand {
  protected override readonly options: readonly OptionName[] = ['reason', ...BACKFILL_OPTIONS];

  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return pauseBackfill(name, run);
  }
}

@SubCommand({
  name: 'resume',
  arguments: '<name>',
  description: 'Let a paused backfill go on; or change the pace of one that runs',
})
export class CoodieBackfillResumeCommand extends CoodieNamedBackfillCommand {
  protected override readonly options: readonly OptionName[] = ['rate', 'concurrency', ...BACKFILL_OPTIONS];

  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return resumeBackfill(name, run);
  }
}

@SubCommand({ name: 'cancel', arguments: '<name>', description: 'End a backfill for good; what it has written stays' })
export class CoodieBackfillCancelCommand extends CoodieNamedBackfillCommand {
  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return cancelBackfill(name, run);
  }
}
