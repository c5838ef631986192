import type { Run } from '../application/run.js';
import { UsageError } from '../settings/errors.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { BACKFILL_OPTIONS } from './options-of.js';

/** A command about one backfill, whose name follows. */
export abstract class CoodieNamedBackfillCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = BACKFILL_OPTIONS;
  protected override readonly takesWords = true;

  protected abstract actOn(name: string, run: Run): Promise<ExitCode>;

  protected override act(run: Run): Promise<ExitCode> {
    const [name = '', ...more] = this.command.args;
    if (more.length > 0) throw new UsageError(['takes the name of one backfill']);
    return this.actOn(name, run);
  }
}
