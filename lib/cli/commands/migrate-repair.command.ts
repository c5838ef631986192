import { SubCommand } from 'nest-commander';
import { repairMigration } from '../actions/repair-migration.js';
import type { Run } from '../actions/run.js';
import type { ExitCode } from '../exit-code.js';
import { completeRepair } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@SubCommand({ name: 'repair', description: 'Say whether a statement took effect of which coodie cannot tell' })
export class CoodieMigrateRepairCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['target', 'done', 'notDone', ...MIGRATE_OPTIONS];
  protected override readonly checks = [completeRepair];

  protected override act(run: Run): Promise<ExitCode> {
    return repairMigration(run);
  }
}
