import { applyDecorators, Injectable, SetMetadata, type Type } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import type { AnyDefinition, KnownDefinition } from '../backfill/background/background-definition.js';
import { DEFAULT_CONNECTION } from './coodie.constants.js';

const BACKFILL_OF = Symbol.for('nestjs-coodie:backfill');

interface Registered {
  readonly name: string;
  readonly connection: string;
}

/**
 * Makes a provider the definition of a backfill that runs in the background, by its name: see BackfillDefinition and
 * CopyDefinition.
 * @publicApi
 */
export const Backfill = (name: string, connection: string = DEFAULT_CONNECTION): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(BACKFILL_OF, { name, connection } satisfies Registered));

/** The backfills of a connection that providers define. */
export function backfillsIn(discovery: DiscoveryService, connection: string): readonly KnownDefinition[] {
  const providers = discovery.getProviders().flatMap(({ metatype, instance }) => {
    const found = registeredOf(metatype);
    // A class with the decorator is to be one; its options are checked when it is asked for.
    return found?.connection === connection && instance ? [{ ...found, instance: instance as AnyDefinition }] : [];
  });
  const distinct = providers.filter(
    ({ instance }, position) => providers.findIndex((other) => other.instance === instance) === position,
  );
  return distinct.map(({ name, instance }) => ({
    name,
    origin: `the provider ${instance.constructor.name}`,
    load: async () => ({ definition: instance, text: String(instance.constructor) }),
  }));
}

function registeredOf(metatype: unknown): Registered | undefined {
  if (typeof metatype !== 'function') return undefined;
  return Reflect.getMetadata(BACKFILL_OF, metatype as Type) as Registered | undefined;
}
