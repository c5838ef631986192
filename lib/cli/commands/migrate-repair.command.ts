import { SubCommand } from 'nest-commander';
import { repairMigration } from '../actions/repair-migration.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import { oneRepair } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@SubCommand({ name: 'repair', description: 'Fix the history by what you know of the database' })
export class CoodieMigrateRepairCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = [
    'done',
    'notDone',
    'statement',
    'accept',
    'forget',
    'target',
    'reason',
    ...MIGRATE_OPTIONS,
  ];
  protected override readonly checks = [oneRepair];

  protected override act(run: Run): Promise<ExitCode> {
    return repairMigration(run);
  }
}
