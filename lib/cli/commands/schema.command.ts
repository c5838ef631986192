import { Command } from 'nest-commander';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { CommandLine } from './command-line.js';
import { CoodieCommand } from './coodie.command.js';
import { SCHEMA_OPTIONS } from './options-of.js';
import { CoodieSchemaCheckCommand } from './schema-check.command.js';
import { CoodieSchemaDiffCommand } from './schema-diff.command.js';
import { CoodieSchemaErdCommand } from './schema-erd.command.js';
import { CoodieSchemaPageCommand } from './schema-page.command.js';
import { CoodieSchemaPullCommand } from './schema-pull.command.js';
import { CoodieSchemaResetCommand } from './schema-reset.command.js';
import { CoodieSchemaSyncCommand } from './schema-sync.command.js';

/** Only groups its sub-commands. */
@Command({
  name: 'schema',
  description: 'Compare the database with the entities, bring it in sync, and draw it',
  subCommands: [
    CoodieSchemaDiffCommand,
    CoodieSchemaSyncCommand,
    CoodieSchemaCheckCommand,
    CoodieSchemaPullCommand,
    CoodieSchemaErdCommand,
    CoodieSchemaPageCommand,
    CoodieSchemaResetCommand,
  ],
})
export class CoodieSchemaCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = SCHEMA_OPTIONS;

  /** They are for the sub-commands, whose help shows them. */
  override setCommand(command: CommandLine): this {
    super.setCommand(command);
    for (const option of command.options) option.hideHelp();
    return this;
  }

  protected override async perform(): Promise<ExitCode> {
    this.command.outputHelp();
    return EXIT.done;
  }
}
