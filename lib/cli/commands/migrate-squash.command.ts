import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { squashMigrations } from '../actions/squash-migrations.js';
import { ApplicationOpener } from '../application/application-opener.js';
import { namesTo } from '../settings/checks.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@Injectable()
@SubCommand({ name: 'squash', description: 'Write one migration in place of all up to one; needs no database' })
export class CoodieMigrateSquashCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = ['to', 'dropData', 'dryRun', ...MIGRATE_OPTIONS];

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const settings = await this.settingsFrom(flags, this.opener.kind, [namesTo]);
    return squashMigrations(settings, terminal);
  }
}
