import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { proveMigrations } from '../actions/verify-migrations.js';
import { ApplicationOpener } from '../application/application-opener.js';
import { oneScratchPlace, usesApplication } from '../settings/checks.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { SHARED_OPTIONS } from './options-of.js';

@Injectable()
@SubCommand({ name: 'verify', description: 'Run every migration up, down and up again on a server of its own' })
export class CoodieMigrateVerifyCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = [
    'since',
    'seed',
    'againstLive',
    'scratchOnCluster',
    'cassandraVersion',
    ...SHARED_OPTIONS,
  ];

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const settings = await this.settingsFrom(flags, this.opener.kind, [oneScratchPlace, usesApplication]);
    return proveMigrations({ opener: this.opener, settings, terminal });
  }
}
