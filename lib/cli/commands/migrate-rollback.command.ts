import { SubCommand } from 'nest-commander';
import { rollBackMigrations } from '../actions/roll-back-migrations.js';
import { rollBackTenants } from '../actions/roll-back-tenants.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import { oneTask } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS, TENANT_OPTIONS } from './options-of.js';

@SubCommand({ name: 'rollback', description: 'Roll back the last applied migrations' })
export class CoodieMigrateRollbackCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = [
    'steps',
    'target',
    'dryRun',
    ...TENANT_OPTIONS,
    ...MIGRATE_OPTIONS,
  ];
  protected override readonly checks = [oneTask];
  protected override readonly actOnTenants = rollBackTenants;

  protected override act(run: Run): Promise<ExitCode> {
    return rollBackMigrations(run);
  }
}
