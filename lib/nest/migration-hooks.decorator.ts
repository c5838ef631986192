import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import type { MigrationHooks } from '../migrations/run/hooks.js';
import { DEFAULT_CONNECTION } from './coodie.constants.js';

const HOOKS_OF = Symbol.for('nestjs-coodie:migration-hooks');

/**
 * Makes a provider one whose methods are called around the migrations of a connection: see MigrationHooks.
 * @publicApi
 */
export const CoodieMigrationHooks = (connection: string = DEFAULT_CONNECTION): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(HOOKS_OF, connection));

/** The hooks of a connection, in the order in which their modules were loaded. */
export function migrationHooksIn(discovery: DiscoveryService, connection: string): readonly MigrationHooks[] {
  const instances = discovery
    .getProviders()
    .filter(({ metatype }) => metatype && Reflect.getMetadata(HOOKS_OF, metatype) === connection)
    // Every method of MigrationHooks is optional, so any object is one.
    .flatMap(({ instance }) => (instance ? [instance as MigrationHooks] : []));
  return [...new Set(instances)];
}
