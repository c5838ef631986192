import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { renumberMigration } from '../actions/renumber-migration.js';
import { ApplicationOpener } from '../application/application-opener.js';
import { UsageError } from '../settings/errors.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@Injectable()
@SubCommand({
  name: 'renumber',
  arguments: '<name>',
  description: 'Give a migration that is not applied the next number; asks the database only where one is named',
})
export class CoodieMigrateRenumberCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = MIGRATE_OPTIONS;
  protected override readonly takesWords = true;

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const [words = '', ...more] = this.command.args;
    if (more.length > 0) throw new UsageError(['takes the name of one migration']);
    const settings = await this.settingsFrom(flags, this.opener.kind);
    return renumberMigration({ opener: this.opener, settings, terminal, words });
  }
}
