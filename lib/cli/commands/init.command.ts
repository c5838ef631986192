import { Injectable } from '@nestjs/common';
import { Command } from 'nest-commander';
import { initProject } from '../actions/init-project.js';
import { ApplicationOpener } from '../application/application-opener.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { INIT_OPTIONS } from './options-of.js';

@Injectable()
@Command({ name: 'init', description: 'Set up migrations, for a new database or for one that has tables already' })
export class CoodieInitCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = ['out', 'dryRun', ...INIT_OPTIONS];

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const settings = await this.settingsFrom(flags, this.opener.kind);
    return initProject({ opener: this.opener, settings, terminal });
  }
}
