import { SubCommand } from 'nest-commander';
import { planApply } from '../actions/plan-apply.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@SubCommand({ name: 'plan', description: 'Show what apply would do, and keep it for apply --plan' })
export class CoodieMigratePlanCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['target', 'out', ...MIGRATE_OPTIONS];

  protected override act(run: Run): Promise<ExitCode> {
    return planApply(run);
  }
}
