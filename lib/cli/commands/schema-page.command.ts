import { Injectable } from '@nestjs/common';
import { SubCommand } from 'nest-commander';
import { servePage } from '../actions/serve-page.js';
import { ApplicationOpener } from '../application/application-opener.js';
import { namesKeyspace } from '../settings/checks.js';
import { UsageError } from '../settings/errors.js';
import type { ExitCode } from '../settings/exit-code.js';
import type { OptionName } from '../settings/option-definitions.js';
import type { Terminal } from '../terminal/terminal.js';
import type { CommandLine } from './command-line.js';
import { CoodieCommand } from './coodie.command.js';
import { DRAW_OPTIONS } from './options-of.js';

const DEFAULT_PORT = 4983;

@Injectable()
@SubCommand({ name: 'page', description: 'Show migrations, lock, differences and diagram as a page, until Ctrl-C' })
export class CoodieSchemaPageCommand extends CoodieCommand {
  protected override readonly options: readonly OptionName[] = DRAW_OPTIONS;

  constructor(private readonly opener: ApplicationOpener) {
    super();
  }

  /** Everywhere else it is the port of Cassandra. */
  override setCommand(command: CommandLine): this {
    super.setCommand(command);
    const port = command.options.find(({ long }) => long === '--port');
    if (port) port.description = `the port of the page on 127.0.0.1 (default: ${DEFAULT_PORT}); hosts name theirs`;
    return this;
  }

  protected override async perform(
    { port, ...flags }: Readonly<Record<string, unknown>>,
    terminal: Terminal,
  ): Promise<ExitCode> {
    const { kind } = this.opener;
    const checks = [() => portProblems(port), ...(kind === 'from-settings' ? [namesKeyspace] : [])];
    const settings = await this.settingsFrom(flags, kind, checks);
    const application = await this.opener.open({
      settings,
      terminal,
      report: () => {},
      interruption: new AbortController().signal,
      writes: false,
    });
    try {
      return await servePage({ application, terminal, port: Number(port ?? DEFAULT_PORT) });
    } catch (error) {
      throw isTaken(error) ? new UsageError([`--port: something listens at 127.0.0.1:${error.port} already`]) : error;
    } finally {
      await application.close();
    }
  }
}

function portProblems(port: unknown): readonly string[] {
  if (port === undefined) return [];
  const isRight = typeof port === 'string' && /^\d{1,5}$/.test(port) && Number(port) <= 65_535;
  return isRight ? [] : ['--port must be a whole number from 0 to 65535'];
}

function isTaken(error: unknown): error is Error & { readonly port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
}
