import { Module, type DynamicModule, type ModuleMetadata, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { changeToken, scopeToken } from './coodie.constants.js';
import {
  getBackfillServiceToken,
  getClientToken,
  getMigrationServiceToken,
  getSchemaServiceToken,
  getTenantServiceToken,
} from './coodie.decorators.js';
import { connectionProviders } from './coodie.providers.js';
import { ConnectionName } from './feature-entities.js';

export interface CoreOptions {
  readonly name: string;
  readonly isGlobal?: boolean | undefined;
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
}

/** One connection, once in an application: global, so that it starts before and stops after everything else. */
@Module({})
export class CoodieCoreModule {
  static for({ name, isGlobal = true, imports = [] }: CoreOptions, options: Provider[]): DynamicModule {
    return {
      module: CoodieCoreModule,
      global: isGlobal,
      imports: [DiscoveryModule, ...imports],
      providers: [
        { provide: Symbol('coodie:connection'), useValue: new ConnectionName(name) },
        { provide: changeToken(name), useValue: asTheyAre },
        ...options,
        ...connectionProviders(name),
      ],
      exports: [
        getClientToken(name),
        getSchemaServiceToken(name),
        getMigrationServiceToken(name),
        getTenantServiceToken(name),
        getBackfillServiceToken(name),
        scopeToken(name),
      ],
    };
  }
}

const asTheyAre = (options: unknown) => options;
