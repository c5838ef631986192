import { applyDecorators, Injectable, SetMetadata, type Type } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { Definitions, type BackfillDefinition } from '../backfill/background-definition.js';
import { BackfillRefusedError } from '../backfill/errors.js';
import { DEFAULT_CONNECTION } from './coodie.constants.js';

const BACKFILL_OF = Symbol.for('nestjs-coodie:backfill');

interface Registered {
  readonly name: string;
  readonly connection: string;
}

/**
 * Makes a provider the definition of a backfill that runs in the background, by its name: see BackfillDefinition.
 * @publicApi
 */
export const Backfill = (name: string, connection: string = DEFAULT_CONNECTION): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(BACKFILL_OF, { name, connection } satisfies Registered));

/**
 * The backfills of a connection.
 * @throws BackfillRefusedError where two have one name
 */
export function backfillsIn(discovery: DiscoveryService, connection: string): Definitions {
  const providers = discovery.getProviders().flatMap(({ metatype, instance }) => {
    const found = registeredOf(metatype);
    // A class with the decorator is to be one; its options are checked when it is asked for.
    return found?.connection === connection && instance ? [{ ...found, instance: instance as BackfillDefinition }] : [];
  });
  const distinct = providers.filter(
    ({ instance }, position) => providers.findIndex((other) => other.instance === instance) === position,
  );
  const twice = distinct.find(({ name }, position) => distinct.findIndex((other) => other.name === name) < position);
  if (twice)
    throw new BackfillRefusedError(twice.name, 'two providers have that name', 'Give each backfill a name of its own.');
  return new Definitions(
    distinct.map(({ name, instance }) => ({ name, definition: instance, text: String(instance.constructor) })),
  );
}

function registeredOf(metatype: unknown): Registered | undefined {
  if (typeof metatype !== 'function') return undefined;
  return Reflect.getMetadata(BACKFILL_OF, metatype as Type) as Registered | undefined;
}
