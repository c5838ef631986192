import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { EntityClass } from '../core/entity/metadata.js';
import { CoodieCoreModule } from './coodie-core.module.js';
import type {
  CoodieModuleAsyncOptions,
  CoodieModuleExtras,
  CoodieModuleOptions,
  CoodieOptionsFactory,
} from './coodie-options.interface.js';
import { DEFAULT_CONNECTION, optionsToken } from './coodie.constants.js';
import { InvalidOptionsError } from './errors.js';
import { FeatureEntities } from './feature-entities.js';

/**
 * Keeps a Cassandra keyspace in step with entity classes, and migrates it.
 * @publicApi
 */
@Module({})
export class CoodieModule {
  /** A connection. With several, each has a `name`. */
  static forRoot({ name, isGlobal, ...options }: CoodieModuleOptions & CoodieModuleExtras): DynamicModule {
    const connection = name ?? DEFAULT_CONNECTION;
    return this.root({ name: connection, isGlobal }, [{ provide: optionsToken(connection), useValue: options }]);
  }

  /** A connection whose options come from elsewhere in the application. */
  static forRootAsync(options: CoodieModuleAsyncOptions): DynamicModule {
    const { imports = [], extraProviders = [], isGlobal } = options;
    const name = options.name ?? DEFAULT_CONNECTION;
    return this.root({ name, isGlobal, imports }, [...extraProviders, ...asyncOptions(name, options)]);
  }

  /** Registers entities with a connection: the default one unless another is named. */
  static forFeature(entities: readonly EntityClass[], connection: string = DEFAULT_CONNECTION): DynamicModule {
    const feature = new FeatureEntities(entities, connection);
    return { module: CoodieFeatureModule, providers: [{ provide: Symbol('coodie:feature'), useValue: feature }] };
  }

  private static root(core: Parameters<typeof CoodieCoreModule.for>[0], providers: Provider[]): DynamicModule {
    const { module, ...definition } = CoodieCoreModule.for(core, providers);
    return { module: CoodieModule, imports: [{ module, ...definition }], exports: [module] };
  }
}

@Module({})
class CoodieFeatureModule {}

function asyncOptions(name: string, options: CoodieModuleAsyncOptions): Provider[] {
  const { useFactory, useClass, useExisting, inject = [] } = options;
  const provide = optionsToken(name);
  if (useFactory) {
    // Nest calls it with what `inject` names; the parameters are the caller's own.
    return [{ provide, inject, useFactory: useFactory as (...dependencies: unknown[]) => unknown }];
  }
  const factory = useExisting ?? useClass;
  if (!factory) throw new InvalidOptionsError(name, ['forRootAsync needs useFactory, useClass or useExisting']);
  const create = {
    provide,
    inject: [factory],
    useFactory: (made: CoodieOptionsFactory) => made.createCoodieOptions(name),
  };
  return useClass ? [{ provide: useClass, useClass }, create] : [create];
}
