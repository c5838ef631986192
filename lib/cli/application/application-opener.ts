import { Inject, Injectable, Optional } from '@nestjs/common';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import type { Report } from '../../core/progress/progress.js';
import type { CliOverrides, ScratchOverride } from '../../nest/coodie.constants.js';
import { ConnectionNotFoundError } from '../settings/errors.js';
import type { ApplicationKind } from '../settings/checks.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';
import { applicationFrom } from './application-from-settings.js';
import type { ApplicationModule } from './application-module.js';
import { CommandLineModule } from './command-line.module.js';
import { nestLog } from './nest-log.js';
import type { OpenApplication } from './open-application.js';
import { ProgressRelay } from './progress-relay.js';
import { servicesIn } from './services-in.js';

/** Under it stands the module that `runCli` was given. */
export const CLI_APPLICATION = Symbol.for('nestjs-coodie:cli-application');

export interface Opening {
  readonly settings: Settings;
  readonly report: Report;
  /** Aborts when the user wants the command to stop. */
  readonly interruption: AbortSignal;
  /** Whether the command is to change the database, so that it may create a missing keyspace. */
  readonly writes: boolean;
  /** Whether the command needs no database. */
  readonly lazy?: boolean | undefined;
  /** Keyspaces of its own, instead of the application's. */
  readonly scratch?: ScratchOverride | undefined;
  readonly terminal: Terminal;
}

/** Opens the application that the commands work on, when one of them runs and not before. */
@Injectable()
export class ApplicationOpener {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly relay: ProgressRelay,
    @Optional() @Inject(CLI_APPLICATION) private readonly given?: ApplicationModule,
  ) {}

  get kind(): ApplicationKind {
    if (this.given) return 'given';
    return servicesIn(this.discovery) ? 'running' : 'from-settings';
  }

  async open(opening: Opening): Promise<OpenApplication> {
    const running = this.given ? undefined : servicesIn(this.discovery);
    if (!running) return this.start(opening);
    this.relay.target = opening.report;
    return { ...running, close: () => Promise.resolve() };
  }

  private async start(opening: Opening): Promise<OpenApplication> {
    const { settings, report, terminal, interruption } = opening;
    const application = this.given ?? (await applicationFrom(settings, (line) => terminal.warn(line)));
    const overrides = overridesOf(opening);
    const context = await NestFactory.createApplicationContext(
      CommandLineModule.around(application, { overrides, report, interruption }),
      { logger: nestLog(terminal, settings.output.verbose), abortOnError: false },
    );
    const services = servicesIn(context.get(DiscoveryService, { strict: false }));
    if (services) return { ...services, close: () => context.close() };
    await context.close();
    throw new ConnectionNotFoundError();
  }
}

function overridesOf({ settings, writes, lazy, scratch }: Opening): CliOverrides {
  const { migrationsDir, ignore, outOfOrder, consistency, lockTtl, lockWait } = settings.application;
  const { keyspace, driverType } = settings.connection;
  return {
    keyspace,
    driverType,
    migrationsDir,
    ignore,
    outOfOrder,
    consistency,
    lockTtl,
    lockWait,
    createKeyspace: writes,
    lazy,
    scratch,
  };
}
