import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { COODIE_CLI, type CliContext } from '../../nest/coodie.constants.js';
import type { ApplicationModule } from './application-module.js';

/** An application that a command line started: global, so that every connection in it is told. */
@Module({})
export class CommandLineModule {
  static around(application: ApplicationModule, context: CliContext): DynamicModule {
    return {
      module: CommandLineModule,
      global: true,
      imports: [DiscoveryModule, application],
      providers: [{ provide: COODIE_CLI, useValue: context }],
      exports: [COODIE_CLI],
    };
  }
}
