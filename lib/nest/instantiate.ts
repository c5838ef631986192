import type { InjectionToken } from '@nestjs/common';
import { OPTIONAL_DEPS_METADATA, PARAMTYPES_METADATA, SELF_DECLARED_DEPS_METADATA } from '@nestjs/common/constants.js';
import type { ModuleRef } from '@nestjs/core';
import type { Instantiate, MigrationClass } from '../migrations/source/migration-source.js';

/**
 * Makes a migration with what its constructor asks for, found anywhere in the application: a migration belongs to no
 * module, so it need not be able to see one.
 */
export function instantiateWith(moduleRef: ModuleRef): Instantiate {
  return async (migration) => {
    const parameters = await Promise.all(
      tokensOf(migration).map((token, index) => find(moduleRef, migration, { token, index })),
    );
    return new migration(...(parameters as never[]));
  };
}

interface Parameter {
  readonly token: InjectionToken;
  readonly index: number;
}

/** The types of the constructor's parameters, or the tokens that `@Inject` names in their place. */
function tokensOf(migration: MigrationClass): readonly InjectionToken[] {
  const types = metadataOf<InjectionToken>(PARAMTYPES_METADATA, migration);
  const named = metadataOf<{ readonly index: number; readonly param: InjectionToken }>(
    SELF_DECLARED_DEPS_METADATA,
    migration,
  );
  return types.map((type, index) => named.find((parameter) => parameter.index === index)?.param ?? type);
}

async function find(moduleRef: ModuleRef, migration: MigrationClass, { token, index }: Parameter): Promise<unknown> {
  try {
    return await moduleRef.resolve(token, undefined, { strict: false });
  } catch (error) {
    if (metadataOf<number>(OPTIONAL_DEPS_METADATA, migration).includes(index)) return undefined;
    throw error;
  }
}

function metadataOf<T>(key: string, target: object): readonly T[] {
  return (Reflect.getMetadata(key, target) as readonly T[] | undefined) ?? [];
}
