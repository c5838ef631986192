import { Command } from 'nest-commander';
import type { OptionName } from '../settings/option-definitions.js';
import { CoodieGroupCommand } from './group.command.js';
import { SCHEMA_OPTIONS } from './options-of.js';
import { CoodieSchemaCheckCommand } from './schema-check.command.js';
import { CoodieSchemaDiffCommand } from './schema-diff.command.js';
import { CoodieSchemaErdCommand } from './schema-erd.command.js';
import { CoodieSchemaPageCommand } from './schema-page.command.js';
import { CoodieSchemaPullCommand } from './schema-pull.command.js';
import { CoodieSchemaResetCommand } from './schema-reset.command.js';
import { CoodieSchemaSyncCommand } from './schema-sync.command.js';

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
export class CoodieSchemaCommand extends CoodieGroupCommand {
  protected override readonly options: readonly OptionName[] = SCHEMA_OPTIONS;
}
