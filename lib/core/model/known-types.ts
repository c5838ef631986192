import { isMultiCell, isNative, partsOf, type CqlType } from './cql-type.js';
import type { TypeModel } from './schema-model.js';

/** The user types of a schema, by name. */
export type KnownTypes = ReadonlyMap<string, TypeModel>;

export function knownTypes(types: readonly TypeModel[]): KnownTypes {
  return new Map(types.map((type) => [type.name, type]));
}

/** Whether a type has a duration in it, as the server looks for one: in user types too, but not in vectors. */
export function holdsDuration(type: CqlType, known: KnownTypes): boolean {
  if (isNative(type, 'duration')) return true;
  if (type.kind === 'vector') return false;
  if (type.kind !== 'user') return partsOf(type).some((part) => holdsDuration(part, known));
  // Without the type itself, so that types that hold each other come to an end.
  const others = new Map([...known].filter(([name]) => name !== type.name));
  return fieldTypes(type.name, known).some((field) => holdsDuration(field, others));
}

/** Whether a user type has a field that is stored cell by cell. Frozen it is one value, and that does not matter. */
export function hasMultiCellField(type: CqlType, known: KnownTypes): boolean {
  return type.kind === 'user' && fieldTypes(type.name, known).some(isMultiCell);
}

function fieldTypes(name: string, known: KnownTypes): readonly CqlType[] {
  return known.get(name)?.fields.map(({ type }) => type) ?? [];
}
