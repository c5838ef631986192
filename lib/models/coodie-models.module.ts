import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type EntityClass, recordOf } from '../core/entity/metadata.js';
import type { ConnectionScope } from '../nest/connection-scope.js';
import { DEFAULT_CONNECTION, scopeToken } from '../nest/coodie.constants.js';
import { getClientToken } from '../nest/coodie.decorators.js';
import { CoodieModule } from '../nest/coodie.module.js';
import { InvalidOptionsError, startupError } from '../nest/errors.js';
import { checkFeatures } from '../nest/feature-entities.js';
import { ConnectionModels } from './connection-models.js';
import { getMapperToken, getModelToken } from './models.decorators.js';
import type { ModelClient } from './table-reader.js';

/**
 * Makes the models of entities injectable, and registers the entities as `CoodieModule.forFeature` does.
 * @publicApi
 */
@Module({})
export class CoodieModelsModule {
  static forFeature(entities: readonly EntityClass[], connection: string = DEFAULT_CONNECTION): DynamicModule {
    const models = Symbol('coodie:models');
    const providers = [connectionModels(models, connection), mapper(models, connection)];
    // A list that is none is reported when the application starts.
    const stored = Array.isArray(entities) ? entities.filter(isStored) : [];
    const made = stored.map((entity) => model(models, entity, connection));
    return {
      module: CoodieModelsFeatureModule,
      imports: [CoodieModule.forFeature(entities, connection)],
      providers: [...providers, ...made],
      exports: [getMapperToken(connection), ...stored.map((entity) => getModelToken(entity, connection))],
    };
  }
}

@Module({})
class CoodieModelsFeatureModule {}

/** A user type has no rows. */
function isStored(entity: EntityClass): boolean {
  return typeof entity === 'function' && recordOf(entity).classes.some(({ kind }) => kind !== 'type');
}

// One mapper for all features of a connection: batches and prepared statements are shared.
const OF_CONNECTION = new WeakMap<ConnectionScope, ConnectionModels>();

function connectionModels(provide: symbol, connection: string): Provider {
  const optional = [scopeToken(connection), getClientToken(connection)].map((token) => ({ token, optional: true }));
  return {
    provide,
    inject: [ModulesContainer, ...optional],
    useFactory: (modules: ModulesContainer, scope?: ConnectionScope, client?: ModelClient): ConnectionModels => {
      if (!scope || !client) throw withoutConnection(modules, connection);
      const dependencies = { client, entities: () => scope.entities(), scope: scope.settings };
      const made = OF_CONNECTION.get(scope) ?? new ConnectionModels(dependencies);
      OF_CONNECTION.set(scope, made);
      return made;
    },
  };
}

function withoutConnection(modules: ModulesContainer, connection: string): unknown {
  try {
    checkFeatures(modules);
  } catch (error) {
    return startupError(error);
  }
  const problem = 'models need a connection that every module sees: leave out isGlobal: false';
  return startupError(new InvalidOptionsError(connection, [problem]));
}

function model(models: symbol, entity: EntityClass, connection: string): Provider {
  return {
    provide: getModelToken(entity, connection),
    inject: [models],
    useFactory: (made: ConnectionModels) => made.model(entity),
  };
}

/** Made at first use, as the models: every entity is registered then. */
function mapper(models: symbol, connection: string): Provider {
  return {
    provide: getMapperToken(connection),
    inject: [models],
    useFactory: (made: ConnectionModels) => made.mapper,
  };
}
