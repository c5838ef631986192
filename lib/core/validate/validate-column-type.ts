import {
  flatten,
  formatCqlType,
  isMultiCell,
  isNative,
  partsOf,
  userTypesIn,
  type CqlType,
} from '../model/cql-type.js';
import type { KnownTypes } from '../model/known-types.js';
import { typeSuggestion } from '../model/type-words.js';

/** Problems of the type of a column or field, independent of the rest of the table. */
export function problemsOfType(type: CqlType, known: KnownTypes): readonly string[] {
  return [...unknownTypes(type, known), ...nested(type), ...misplaced(type)];
}

function unknownTypes(type: CqlType, known: KnownTypes): readonly string[] {
  return userTypesIn(type)
    .filter((name) => !known.has(name))
    .map((name) => `${name} is no CQL type and no registered @UserType${typeSuggestion(name, [...known.keys()])}`);
}

function nested(type: CqlType): readonly string[] {
  return partsOf(type)
    .filter((part) => type.kind !== 'vector' && isMultiCell(part))
    .map((part) => `${formatCqlType(part)} inside a collection must be frozen: frozen<${formatCqlType(part)}>`);
}

function misplaced(type: CqlType): readonly string[] {
  const inside = partsOf(type).flatMap(flatten);
  const counter = inside.some((part) => isNative(part, 'counter'))
    ? ['a counter cannot stand inside another type']
    : [];
  return [...counter, ...flatten(type).flatMap(misplacedDuration)];
}

function misplacedDuration(type: CqlType): readonly string[] {
  const element = type.kind === 'set' ? type.element : type.kind === 'map' ? type.key : undefined;
  return element !== undefined && isNative(element, 'duration')
    ? ['a duration has no order: it cannot be in a set or be the key of a map']
    : [];
}
