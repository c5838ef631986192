import { Injectable } from '@nestjs/common';
import { ApplicationOpener } from '../application/application-opener.js';
import { inApplication } from '../application/in-application.js';
import type { Run } from '../application/run.js';
import { namesKeyspace, namesTenants, oneTenantChoice } from '../settings/checks.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { Check } from '../settings/parse-settings.js';
import type { TaskSettings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';
import { CoodieCommand } from './coodie.command.js';

/** A command that works on the database of an application, which is open while it does. */
@Injectable()
export abstract class CoodieDatabaseCommand extends CoodieCommand {
  /** Checks across options. */
  protected readonly checks: readonly Check[] = [];
  /** Checks for options that only an application could replace. */
  protected readonly needs: readonly Check[] = [namesKeyspace];

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  protected abstract act(run: Run): Promise<ExitCode>;

  /** The same for tenants; absent where the command does not take them. */
  protected readonly actOnTenants?: (run: Run) => Promise<ExitCode>;

  /** Whether the command is to change the database. A question must not, not even by creating a keyspace. */
  protected writes(_task: TaskSettings): boolean {
    return false;
  }

  protected override async perform(flags: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ExitCode> {
    const { kind } = this.opener;
    const own = [...this.checks, oneTenantChoice];
    const checks = kind === 'from-settings' ? [...own, ...this.needs, namesTenants] : own;
    const settings = await this.settingsFrom(flags, kind, checks, (text) => terminal.warn(text));
    const { actOnTenants } = this;
    return inApplication({ opener: this.opener, settings, terminal, writes: this.writes(settings.task) }, (run) =>
      actOnTenants && settings.task.tenants !== undefined ? actOnTenants(run) : this.act(run),
    );
  }
}
