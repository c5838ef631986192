import { SubCommand } from 'nest-commander';
import type { Run } from '../application/run.js';
import { unlock } from '../actions/unlock.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@SubCommand({ name: 'unlock', description: 'Show who holds the migration lock, and remove it' })
export class CoodieMigrateUnlockCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = [...MIGRATE_OPTIONS];

  protected override act(run: Run): Promise<ExitCode> {
    return unlock(run);
  }
}
