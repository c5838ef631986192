import { SubCommand } from 'nest-commander';
import { applyMigrations } from '../actions/apply-migrations.js';
import type { Run } from '../application/run.js';
import { applyToTenants } from '../actions/migrate-tenants.js';
import type { ExitCode } from '../settings/exit-code.js';
import { planStandsAlone } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { TaskSettings } from '../settings/settings.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS, TENANT_OPTIONS } from './options-of.js';

@SubCommand({ name: 'apply', description: 'Apply what is pending, in order' })
export class CoodieMigrateApplyCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = [
    'target',
    'plan',
    'dryRun',
    ...TENANT_OPTIONS,
    ...MIGRATE_OPTIONS,
  ];
  protected override readonly checks = [planStandsAlone];
  protected override readonly actOnTenants = applyToTenants;

  protected override act(run: Run): Promise<ExitCode> {
    return applyMigrations(run);
  }

  protected override writes({ dryRun }: TaskSettings): boolean {
    return !dryRun;
  }
}
