import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { drawSchema } from '../actions/draw-schema.js';
import { ApplicationOpener } from '../application/application-opener.js';
import { readProject } from '../generate/project.js';
import { namesKeyspaceIfLive, oneDrawingSource } from '../settings/checks.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';
import { DRAW_OPTIONS } from './options-of.js';

@Injectable()
@SubCommand({ name: 'erd', description: 'Draw tables, keys, types and views; needs no database without --live' })
export class CoodieSchemaErdCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = [
    'format',
    'out',
    'only',
    'live',
    'from',
    ...DRAW_OPTIONS,
  ];

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const { kind } = this.opener;
    const needs = kind === 'from-settings' ? [namesKeyspaceIfLive] : [];
    const given = await this.settingsFrom(flags, kind, [oneDrawingSource, ...needs]);
    const settings = given.task.live ? fromDatabase(given) : given;
    const project = await readProject({ opener: this.opener, settings, terminal });
    return drawSchema({ project, settings, terminal });
  }
}

/** `--live` is the short form of `--from database`. */
function fromDatabase({ task, ...settings }: Settings): Settings {
  return { ...settings, task: { ...task, from: 'database' } };
}
