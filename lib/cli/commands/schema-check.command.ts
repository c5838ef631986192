import { SubCommand } from 'nest-commander';
import { checkSchema } from '../actions/compare-schema.js';
import type { Run } from '../application/run.js';
import { checkTenants } from '../actions/compare-tenants.js';
import type { ExitCode } from '../settings/exit-code.js';
import { namesEntities, namesKeyspace } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { SCHEMA_OPTIONS, TENANT_OPTIONS } from './options-of.js';

@SubCommand({ name: 'check', description: 'As diff; exit 3 if there is any difference' })
export class CoodieSchemaCheckCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = [...TENANT_OPTIONS, ...SCHEMA_OPTIONS];
  protected override readonly needs = [namesKeyspace, namesEntities];
  protected override readonly actOnTenants = checkTenants;

  protected override act(run: Run): Promise<ExitCode> {
    return checkSchema(run);
  }
}
