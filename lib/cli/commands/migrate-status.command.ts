import { SubCommand } from 'nest-commander';
import type { Run } from '../application/run.js';
import { showStatus } from '../actions/show-status.js';
import { showTenantStatus } from '../actions/migrate-tenants.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS, TENANT_OPTIONS } from './options-of.js';

@SubCommand({ name: 'status', description: 'List the migrations and where they stand' })
export class CoodieMigrateStatusCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['check', ...TENANT_OPTIONS, ...MIGRATE_OPTIONS];
  protected override readonly actOnTenants = showTenantStatus;

  protected override act(run: Run): Promise<ExitCode> {
    return showStatus(run);
  }
}
