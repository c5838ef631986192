import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import type { EntityClass } from '../core/entity/metadata.js';
import { CoodieCoreModule } from './coodie-core.module.js';
import { CoodieFeatureModule } from './coodie-feature.module.js';
import type {
  CoodieModuleAsyncOptions,
  CoodieModuleExtras,
  CoodieModuleOptions,
  CoodieOptionsFactory,
} from './coodie-options.interface.js';
import { DEFAULT_CONNECTION, optionsToken } from './coodie.constants.js';
import { InvalidOptionsError, startupError } from './errors.js';
import { FeatureEntities } from './feature-entities.js';
import { asyncOptionProblems, extrasOf, withoutExtras } from './module-extras.js';

/**
 * Keeps a Cassandra keyspace in sync with entity classes, and migrates it.
 * @publicApi
 */
@Module({})
export class CoodieModule {
  /** A connection. With several, each has a `name`. */
  static forRoot(options: CoodieModuleOptions & CoodieModuleExtras): DynamicModule {
    const { core, problems } = extrasOf(options);
    // Nest reports what is wrong when the application starts; here it would be a bare error of an import.
    const useFactory = () => refuse(core.name, problems) ?? withoutExtras(options);
    return this.root(core, [{ provide: optionsToken(core.name), useFactory }]);
  }

  /** A connection whose options come from elsewhere in the application. */
  static forRootAsync(options: CoodieModuleAsyncOptions): DynamicModule {
    const { core, problems } = extrasOf(options);
    const wrong = [...problems, ...asyncOptionProblems(options)];
    if (wrong.length > 0) {
      return this.root(core, [{ provide: optionsToken(core.name), useFactory: () => refuse(core.name, wrong) }]);
    }
    const { imports = [], extraProviders = [] } = options;
    return this.root({ ...core, imports }, [...extraProviders, ...asyncOptions(core.name, options)]);
  }

  /** Registers entities with a connection: the default one unless another is named. */
  static forFeature(entities: readonly EntityClass[], connection: string = DEFAULT_CONNECTION): DynamicModule {
    return CoodieFeatureModule.for(new FeatureEntities(entities, connection));
  }

  private static root(core: Parameters<typeof CoodieCoreModule.for>[0], providers: Provider[]): DynamicModule {
    const { module, ...definition } = CoodieCoreModule.for(core, providers);
    return { module: CoodieModule, imports: [{ module, ...definition }], exports: [module] };
  }
}

function refuse(name: string, problems: readonly string[]): undefined {
  if (problems.length > 0) throw startupError(new InvalidOptionsError(name, problems));
  return undefined;
}

function asyncOptions(name: string, options: CoodieModuleAsyncOptions): Provider[] {
  const { useFactory, useClass, useExisting, inject = [] } = options;
  const provide = optionsToken(name);
  if (useFactory) {
    // Nest calls it with what `inject` names; the parameters are the caller's own.
    return [{ provide, inject, useFactory: useFactory as (...dependencies: unknown[]) => unknown }];
  }
  const factory = useExisting ?? useClass;
  if (!factory) return [];
  const create = { provide, inject: [factory], useFactory: (made: unknown) => optionsFrom(made, name) };
  return useClass ? [{ provide: useClass, useClass }, create] : [create];
}

function optionsFrom(made: unknown, name: string): unknown {
  const factory = made as Partial<CoodieOptionsFactory> | undefined;
  if (typeof factory?.createCoodieOptions === 'function') return factory.createCoodieOptions(name);
  return refuse(name, ['the class of forRootAsync needs a method createCoodieOptions() that returns the options']);
}
