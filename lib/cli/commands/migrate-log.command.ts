import { SubCommand } from 'nest-commander';
import type { Run } from '../application/run.js';
import { showTenantLogs } from '../actions/read-tenants.js';
import { showLog } from '../actions/show-log.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS, TENANT_OPTIONS } from './options-of.js';

@SubCommand({ name: 'log', description: 'Show what happened to the migrations, when and by whom; the newest first' })
export class CoodieMigrateLogCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['limit', ...TENANT_OPTIONS, ...MIGRATE_OPTIONS];
  protected override readonly actOnTenants = showTenantLogs;

  protected override act(run: Run): Promise<ExitCode> {
    return showLog(run);
  }
}
