import { SubCommand } from 'nest-commander';
import { recordBaseline } from '../actions/record-baseline.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import { namesTarget } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@SubCommand({ name: 'baseline', description: 'Record migrations as applied whose effect the database has already' })
export class CoodieMigrateBaselineCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['target', 'reason', ...MIGRATE_OPTIONS];
  protected override readonly checks = [namesTarget];

  protected override act(run: Run): Promise<ExitCode> {
    return recordBaseline(run);
  }
}
