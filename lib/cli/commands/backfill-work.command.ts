import { SubCommand } from 'nest-commander';
import { retryDeadRows, runBackfill } from '../actions/run-backfill.js';
import type { Run } from '../application/run.js';
import { oneWayToGoOn } from '../settings/checks.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Check } from '../settings/parse-settings.js';
import { CoodieNamedBackfillCommand } from './backfill-named.command.js';
import { BACKFILL_OPTIONS } from './options-of.js';

@SubCommand({
  name: 'run',
  arguments: '<name>',
  description: 'Do the work of a backfill in this process, until it is finished',
})
export class CoodieBackfillRunCommand extends CoodieNamedBackfillCommand {
  protected override readonly options: readonly OptionName[] = ['acceptChange', 'restart', ...BACKFILL_OPTIONS];
  protected override readonly checks: readonly Check[] = [oneWayToGoOn];

  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return runBackfill(name, run);
  }
}

@SubCommand({
  name: 'retry',
  arguments: '<name>',
  description: 'Try the rows once more that a backfill could not write',
})
export class CoodieBackfillRetryCommand extends CoodieNamedBackfillCommand {
  protected override readonly options: readonly OptionName[] = ['acceptChange', ...BACKFILL_OPTIONS];

  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return retryDeadRows(name, run);
  }
}
