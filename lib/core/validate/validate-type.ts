import { type CqlType, isMultiCell, isNative } from '../model/cql-type.js';
import type { Problem } from '../model/errors.js';
import { duplicates } from '../model/identifier.js';
import type { KnownTypes } from '../model/known-types.js';
import { type FieldModel, type TypeModel, typesUsedBy } from '../model/schema-model.js';
import { problemsOfType } from './validate-column-type.js';

export function validateType(type: TypeModel, known: KnownTypes): readonly Problem[] {
  const where = type.declaredBy ?? type.name;
  return [
    ...(isCircular(type, known) ? [{ where, message: 'a user type cannot hold itself, not even inside another' }] : []),
    ...(type.fields.length === 0 ? [{ where, message: 'a user type needs at least one @Field' }] : []),
    ...duplicates(type.fields).map((field) => ({
      where: whereOf(type, field),
      message: `${field.name} is declared twice`,
    })),
    ...type.fields.flatMap((field) =>
      problemsOfField(field.type, known).map((message) => ({ where: whereOf(type, field), message })),
    ),
  ];
}

function isCircular({ name, fields }: TypeModel, known: KnownTypes): boolean {
  const types = fields.map(({ type }) => type);
  return typesUsedBy([...known.values()], types).has(name);
}

const whereOf = (type: TypeModel, field: FieldModel) => field.declaredBy ?? `${type.name}.${field.name}`;

function problemsOfField(type: CqlType, known: KnownTypes): readonly string[] {
  const counter = isNative(type, 'counter') ? ['a field cannot be a counter'] : [];
  const nested = type.kind === 'user' && isMultiCell(type) ? ['a user type inside a user type must be frozen'] : [];
  return [...counter, ...nested, ...problemsOfType(type, known)];
}
