import { SubCommand } from 'nest-commander';
import { pullSchema } from '../actions/pull-schema.js';
import type { Run } from '../application/run.js';
import type { ExitCode } from '../settings/exit-code.js';
import { namesOut } from '../settings/checks.js';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { PULL_OPTIONS } from './options-of.js';

@SubCommand({ name: 'pull', description: 'Write entity classes for everything in the database' })
export class CoodieSchemaPullCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['out', ...PULL_OPTIONS];
  protected override readonly checks = [namesOut];

  protected override act(run: Run): Promise<ExitCode> {
    return pullSchema(run);
  }
}
