import { Injectable } from '@nestjs/common';
import type { Run } from '../actions/run.js';
import { ApplicationOpener } from '../application/application-opener.js';
import type { OpenApplication } from '../application/open-application.js';
import { UsageError } from '../errors.js';
import type { ExitCode } from '../exit-code.js';
import { Interruption } from '../interruption.js';
import type { Check } from '../settings/parse-settings.js';
import { namesKeyspace } from '../settings/checks.js';
import { readSettings } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import { ProgressView } from '../terminal/progress-view.js';
import type { Terminal } from '../terminal/terminal.js';
import { pathOf } from './command-line.js';
import { CoodieCommand } from './coodie.command.js';

/** A command that works on a database: it opens the application, does its work, and closes it, whatever happens. */
@Injectable()
export abstract class CoodieDatabaseCommand extends CoodieCommand {
  /** What must be true of the settings where they have to name the database themselves. */
  protected readonly demands: readonly Check[] = [namesKeyspace];
  protected readonly checks: readonly Check[] = [];

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected abstract act(run: Run): Promise<ExitCode>;

  protected override async perform(
    flags: Readonly<Record<string, unknown>>,
    terminal: Terminal,
  ): Promise<ExitCode> {
    const settings = await this.readSettings(flags);
    const interruption = new Interruption();
    const progress = new ProgressView(terminal, settings.output.verbose);
    const report = interruption.stopping(progress.report);
    const work = async (): Promise<ExitCode> => {
      const application = await this.open(interruption, { settings, terminal, report });
      try {
        return await interruption.orStop(this.act({ settings, application, terminal }));
      } finally {
        progress.stop();
        await application.close();
      }
    };
    return interruption.during(work, () => terminal.warn(STOPPING));
  }
}
