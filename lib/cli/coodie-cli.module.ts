import { Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';
import { VERSION } from '../core/version.js';
import type { ApplicationModule } from './application/application-module.js';
import { CLI_APPLICATION } from './application/application-opener.js';
import type { CommandLine } from './commands/command-line.js';
import { SHARED_OPTIONS } from './commands/options-of.js';
import { prepareCommand } from './commands/prepare-command.js';
import { CoodieCommandsModule } from './coodie-commands.module.js';

/** The whole command line `coodie`: it has no application in it, but opens one when a command runs. */
@Module({ imports: [CoodieCommandsModule] })
export class CoodieCliModule {
  static for(application: ApplicationModule | undefined): DynamicModule {
    return {
      module: CoodieCliModule,
      global: true,
      providers: [CoodieProgram, { provide: CLI_APPLICATION, useValue: application }],
      exports: [CLI_APPLICATION],
    };
  }
}

/** The command above all commands: it takes what they have in common, so that it may stand before their names. */
@Injectable()
class CoodieProgram implements OnModuleInit {
  constructor(@InjectCommander() private readonly program: CommandLine) {}

  onModuleInit(): void {
    this.program.name('coodie').description('Schema sync and migrations for Apache Cassandra').version(VERSION);
    prepareCommand(this.program, SHARED_OPTIONS);
    for (const option of this.program.options.filter(({ long }) => long !== '--version')) option.hideHelp();
  }
}
