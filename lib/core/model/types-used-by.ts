import { userTypesIn, type CqlType } from './cql-type.js';
import type { TypeModel } from './schema-model.js';

/** The names of all user types that some types are made of, at any depth. */
export function typesUsedBy(declared: readonly TypeModel[], types: readonly CqlType[]): ReadonlySet<string> {
  const direct = new Set(types.flatMap(userTypesIn));
  const used = declared.filter(({ name }) => direct.has(name));
  const fields = used.flatMap((type) => type.fields.map((field) => field.type));
  if (fields.length === 0) return direct;
  // Each type is looked into once, so that types that hold each other come to an end.
  const others = declared.filter((type) => !used.includes(type));
  return new Set([...direct, ...typesUsedBy(others, fields)]);
}
