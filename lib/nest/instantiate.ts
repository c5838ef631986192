import type { InjectionToken } from '@nestjs/common';
import {
  OPTIONAL_DEPS_METADATA,
  OPTIONAL_PROPERTY_DEPS_METADATA,
  PARAMTYPES_METADATA,
  PROPERTY_DEPS_METADATA,
  SELF_DECLARED_DEPS_METADATA,
} from '@nestjs/common/constants.js';
import type { DiscoveryService, ModuleRef } from '@nestjs/core';
import { ServiceFinder, type Demand } from './service-finder.js';

/**
 * Makes a migration, or a backfill of a file, with the services that its constructor and its properties ask for, found
 * anywhere in the application: it belongs to no module, so it need not be able to see one.
 */
export function instantiateWith(
  moduleRef: ModuleRef,
  discovery: DiscoveryService,
): <T extends object>(type: Constructor<T>) => Promise<T> {
  const finder = new ServiceFinder(moduleRef, discovery);
  const find = async (demand: Demand) => [demand.place, await finder.find(demand)] as const;
  return async (type) => {
    const parameters = await Promise.all(parametersOf(type).map(find));
    const properties = await Promise.all(propertiesOf(type).map(find));
    const made = new type(...(parameters.map(([, service]) => service) as never[]));
    for (const [place, service] of properties) if (service !== undefined) Reflect.set(made, place, service);
    return made;
  };
}

type Constructor<T> = new (...args: never[]) => T;

/** The types of the constructor's parameters, or the tokens that `@Inject` names in their place. */
function parametersOf(type: Constructor<unknown>): readonly Demand[] {
  const types = metadataOf<unknown>(PARAMTYPES_METADATA, type);
  const named = metadataOf<{ readonly index: number; readonly param: unknown }>(SELF_DECLARED_DEPS_METADATA, type);
  const optional = metadataOf<number>(OPTIONAL_DEPS_METADATA, type);
  const tokens = Array.from({ length: Math.max(types.length, type.length) }, (_, index) =>
    tokenOf(named.find((parameter) => parameter.index === index)?.param ?? types[index]),
  );
  const isCompiledIn = types.length > 0;
  return tokens.map((token, index) => ({ place: index, token, isOptional: optional.includes(index), isCompiledIn }));
}

function propertiesOf(type: Constructor<unknown>): readonly Demand[] {
  const properties = metadataOf<{ readonly key: string; readonly type: unknown }>(PROPERTY_DEPS_METADATA, type);
  const optional = metadataOf<string>(OPTIONAL_PROPERTY_DEPS_METADATA, type);
  return properties.map(({ key, type }) => ({
    place: key,
    token: tokenOf(type),
    isOptional: optional.includes(key),
    isCompiledIn: true,
  }));
}

/** The token behind `forwardRef`. */
function tokenOf(token: unknown): InjectionToken | undefined {
  const isForward = typeof token === 'object' && token !== null && 'forwardRef' in token;
  // The metadata is Nest's, but its type does not say so.
  return (isForward ? (token.forwardRef as () => unknown)() : token) as InjectionToken | undefined;
}

function metadataOf<T>(key: string, target: object): readonly T[] {
  return (Reflect.getMetadata(key, target) as readonly T[] | undefined) ?? [];
}
