import { SubCommand } from 'nest-commander';
import type { Run } from '../application/run.js';
import { syncSchema } from '../actions/sync-schema.js';
import { syncTenants } from '../actions/compare-tenants.js';
import type { ExitCode } from '../settings/exit-code.js';
import { namesEntities, namesKeyspace } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { TaskSettings } from '../settings/settings.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { SCHEMA_OPTIONS, TENANT_OPTIONS } from './options-of.js';

@SubCommand({ name: 'sync', description: 'Add what the entities declare and the database lacks' })
export class CoodieSchemaSyncCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['dryRun', ...TENANT_OPTIONS, ...SCHEMA_OPTIONS];
  protected override readonly needs = [namesKeyspace, namesEntities];
  protected override readonly actOnTenants = syncTenants;

  protected override act(run: Run): Promise<ExitCode> {
    return syncSchema(run);
  }

  protected override writes({ dryRun }: TaskSettings): boolean {
    return !dryRun;
  }
}
