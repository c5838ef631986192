import { SubCommand } from 'nest-commander';
import { refuseInProduction, resetSchema } from '../actions/reset-schema.js';
import type { Run } from '../application/run.js';
import { UsageError } from '../settings/errors.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieDatabaseCommand } from './coodie-database.command.js';
import { RESET_OPTIONS } from './options-of.js';

@SubCommand({
  name: 'reset',
  arguments: '[keyspace]',
  description: 'For development only: drop everything in the keyspace, the history of migrations included',
})
export class CoodieSchemaResetCommand extends CoodieDatabaseCommand {
  protected override readonly options: readonly OptionName[] = ['dryRun', ...RESET_OPTIONS];
  protected override readonly takesWords = true;

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    refuseInProduction(process.env);
    if (this.command.args.length > 1) throw new UsageError(['takes one keyspace']);
    return super.perform(flags, terminal);
  }

  protected override act(run: Run): Promise<ExitCode> {
    const { keyspace } = this.command.optsWithGlobals<{ readonly keyspace?: string }>();
    return resetSchema(run, this.command.args[0] ?? keyspace);
  }
}
