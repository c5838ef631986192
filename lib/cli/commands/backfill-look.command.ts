import { SubCommand } from 'nest-commander';
import { exportBackfill } from '../actions/export-backfill.js';
import { listBackfills, showBackfill } from '../actions/show-backfills.js';
import { verifyBackfill } from '../actions/verify-backfill.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { CoodieNamedBackfillCommand } from './backfill-named.command.js';
import { BACKFILL_OPTIONS } from './options-of.js';

@SubCommand({ name: 'list', description: 'List the backfills and how far they are' })
export class CoodieBackfillListCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = BACKFILL_OPTIONS;

  protected override act(run: Run): Promise<ExitCode> {
    return listBackfills(run);
  }
}

@SubCommand({
  name: 'status',
  arguments: '[name]',
  description: 'Show how far a backfill is, and the rows that it could not write; without a name: all of them',
})
export class CoodieBackfillStatusCommand extends CoodieNamedBackfillCommand {
  protected override readonly options: readonly OptionName[] = ['check', ...BACKFILL_OPTIONS];

  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return name === '' ? listBackfills(run) : showBackfill(name, run);
  }
}

@SubCommand({
  name: 'verify',
  arguments: '<name>',
  description: 'Compare what a backfill was to write with what is there; exit 3 where they differ',
})
export class CoodieBackfillVerifyCommand extends CoodieNamedBackfillCommand {
  protected override readonly options: readonly OptionName[] = ['hash', 'finish', ...BACKFILL_OPTIONS];

  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return verifyBackfill(name, run);
  }
}

@SubCommand({
  name: 'export',
  arguments: '<name>',
  description: 'Write the job for Spark that does the work of a copy, or of a backfill with sql',
})
export class CoodieBackfillExportCommand extends CoodieNamedBackfillCommand {
  protected override readonly options: readonly OptionName[] = ['spark', 'yes', ...BACKFILL_OPTIONS];

  protected override actOn(name: string, run: Run): Promise<ExitCode> {
    return exportBackfill(name, run);
  }
}
