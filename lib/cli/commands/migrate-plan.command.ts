import { SubCommand } from 'nest-commander';
import { planApply } from '../actions/plan-apply.js';
import { planForTenants } from '../actions/read-tenants.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS, TENANT_OPTIONS } from './options-of.js';

@SubCommand({ name: 'plan', description: 'Show what apply would do, and keep it for apply --plan' })
export class CoodieMigratePlanCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['target', 'out', ...TENANT_OPTIONS, ...MIGRATE_OPTIONS];
  protected override readonly actOnTenants = planForTenants;

  protected override act(run: Run): Promise<ExitCode> {
    return planApply(run);
  }
}
