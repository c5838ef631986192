import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { generateCopy } from '../actions/generate-copy.js';
import { generateMigration } from '../actions/generate-migration.js';
import { ApplicationOpener } from '../application/application-opener.js';
import { readProject } from '../generate/project.js';
import { copyStandsAlone, namesEntities } from '../settings/checks.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { SHARED_OPTIONS } from './options-of.js';

@Injectable()
@SubCommand({
  name: 'generate',
  arguments: '[description...]',
  description: 'Write the migration from the history to the entities; needs no database',
})
export class CoodieMigrateGenerateCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = [
    'check',
    'dryRun',
    'from',
    'rename',
    'copy',
    'cql',
    'allowDestructive',
    'skipImpossible',
    'ifNotExists',
    ...SHARED_OPTIONS,
  ];
  protected override readonly takesWords = true;

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const { kind } = this.opener;
    const settings = await this.settingsFrom(flags, kind, [
      copyStandsAlone,
      ...(kind === 'from-settings' ? [namesEntities] : []),
    ]);
    const project = await readProject({ opener: this.opener, settings, terminal });
    const generation = { project, settings, terminal, words: this.command.args.join(' ') };
    return settings.task.copy.length > 0 ? generateCopy(generation) : generateMigration(generation);
  }
}
