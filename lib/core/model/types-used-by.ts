import { userTypesIn, type CqlType } from './cql-type.js';
import type { TypeModel } from './schema-model.js';

/** The names of all user types that some types are made of, at any depth. */
export function typesUsedBy(declared: readonly TypeModel[], types: readonly CqlType[]): ReadonlySet<string> {
  const direct = new Set(types.flatMap(userTypesIn));
  const fields = declared
    .filter(({ name }) => direct.has(name))
    .flatMap((type) => type.fields.map((field) => field.type));
  return fields.length === 0 ? direct : new Set([...direct, ...typesUsedBy(declared, fields)]);
}
