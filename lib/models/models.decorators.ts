import { Inject } from '@nestjs/common';
import type { EntityClass } from '../core/entity/metadata.js';
import { DEFAULT_CONNECTION } from '../nest/coodie.constants.js';

// By class, not by its name: classes of one name in different files are different models.
const TOKENS = new WeakMap<EntityClass, Map<string, symbol>>();

/**
 * The token of the model of an entity.
 * @publicApi
 */
export function getModelToken(entity: EntityClass, connection: string = DEFAULT_CONNECTION): symbol {
  const tokens = TOKENS.get(entity) ?? new Map<string, symbol>();
  const token = tokens.get(connection) ?? Symbol(`coodie:model:${entity.name}:${connection}`);
  TOKENS.set(entity, tokens.set(connection, token));
  return token;
}

/**
 * The token of the driver's mapper of a connection.
 * @publicApi
 */
export function getMapperToken(connection: string = DEFAULT_CONNECTION): string {
  return `coodie:mapper:${connection}`;
}

/**
 * Injects the model of an entity, which `CoodieModelsModule.forFeature` registered.
 * @publicApi
 */
export const InjectModel = (entity: EntityClass, connection?: string): ReturnType<typeof Inject> =>
  Inject(getModelToken(entity, connection));

/**
 * Injects the driver's mapper of a connection, for batches over several models.
 * @publicApi
 */
export const InjectMapper = (connection?: string): ReturnType<typeof Inject> => Inject(getMapperToken(connection));
