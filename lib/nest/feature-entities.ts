import type { DiscoveryService } from '@nestjs/core';
import type { EntityClass } from '../core/entity/metadata.js';
import { ConnectionNamesError } from './errors.js';

/** The entities of one `forFeature` call. */
export class FeatureEntities {
  constructor(
    readonly entities: readonly EntityClass[],
    readonly connection: string,
  ) {}
}

/** One `forRoot`, by the name of its connection. */
export class ConnectionName {
  constructor(readonly name: string) {}
}

/** Everything that this application, and no other in the process, registered for a connection. */
export function entitiesOf(discovery: DiscoveryService, connection: string): readonly EntityClass[] {
  const features = instancesOf(discovery, FeatureEntities);
  return [
    ...new Set(features.filter((feature) => feature.connection === connection).flatMap(({ entities }) => entities)),
  ];
}

/** @throws ConnectionNamesError where a name is unknown, or taken twice */
export function checkConnectionNames(discovery: DiscoveryService): void {
  const names = instancesOf(discovery, ConnectionName).map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const unknown = instancesOf(discovery, FeatureEntities).filter(({ connection }) => !names.includes(connection));
  const problems = [
    ...twice.map((name) => `Two connections are called "${name}".`),
    ...unknown.map(
      ({ connection, entities }) => `${entities.map(nameOf).join(', ')}: no connection is called "${connection}".`,
    ),
  ];
  if (problems.length > 0) throw new ConnectionNamesError(problems);
}

const nameOf = (entity: EntityClass | undefined) => entity?.name ?? String(entity);

/** The providers of a class, in the whole application. */
export function instancesOf<T>(discovery: DiscoveryService, type: new (...args: never[]) => T): readonly T[] {
  const instances = discovery.getProviders().map(({ instance }): unknown => instance);
  return [...new Set(instances.filter((instance): instance is T => instance instanceof type))];
}
