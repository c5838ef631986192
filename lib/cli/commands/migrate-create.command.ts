import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { createMigration } from '../actions/create-migration.js';
import { ApplicationOpener } from '../application/application-opener.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@Injectable()
@SubCommand({
  name: 'create',
  arguments: '<name...>',
  description: 'Write a new migration, to be filled in; needs no database',
})
export class CoodieMigrateCreateCommand extends CoodieCommand {
  /** Accepts the options of the other commands, although it connects to nothing, so that scripts can pass the same ones. */
  protected override readonly options: readonly OptionName[] = ['cql', ...MIGRATE_OPTIONS];
  protected override readonly takesWords = true;

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const settings = await this.settingsFrom(flags, this.opener.kind);
    return createMigration(this.command.args.join(' '), settings, terminal);
  }
}
