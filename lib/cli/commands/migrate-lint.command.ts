import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { lintReport, showLint } from '../actions/lint-migrations.js';
import { ApplicationOpener } from '../application/application-opener.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { MIGRATE_OPTIONS } from './options-of.js';

@Injectable()
@SubCommand({ name: 'lint', description: 'Say what is unsafe in the migrations; needs no database' })
export class CoodieMigrateLintCommand extends CoodieCommand {
  /** Accepts the options of the other commands, although it connects to nothing, so that scripts can pass the same ones. */
  protected override readonly options: readonly OptionName[] = ['denyWarnings', ...MIGRATE_OPTIONS];

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const settings = await this.settingsFrom(flags, this.opener.kind);
    return showLint(await lintReport({ opener: this.opener, settings, terminal }), settings, terminal);
  }
}
