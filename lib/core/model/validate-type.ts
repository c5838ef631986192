import { isMultiCell, isNative, type CqlType } from './cql-type.js';
import { duplicates } from './duplicates.js';
import type { Problem } from './problem.js';
import type { FieldModel, TypeModel } from './schema-model.js';
import { problemsOfType } from './validate-column-type.js';

export function validateType(type: TypeModel, knownTypes: ReadonlySet<string>): readonly Problem[] {
  const where = type.declaredBy ?? type.name;
  return [
    ...(type.fields.length === 0 ? [{ where, message: 'a user type needs at least one @Field' }] : []),
    ...duplicates(type.fields).map((field) => ({
      where: whereOf(type, field),
      message: `${field.name} is declared twice`,
    })),
    ...type.fields.flatMap((field) =>
      problemsOfField(field.type, knownTypes).map((message) => ({ where: whereOf(type, field), message })),
    ),
  ];
}

const whereOf = (type: TypeModel, field: FieldModel) => field.declaredBy ?? `${type.name}.${field.name}`;

function problemsOfField(type: CqlType, knownTypes: ReadonlySet<string>): readonly string[] {
  const counter = isNative(type, 'counter') ? ['a field cannot be a counter'] : [];
  const nested = type.kind === 'user' && isMultiCell(type) ? ['a user type inside a user type must be frozen'] : [];
  return [...counter, ...nested, ...problemsOfType(type, knownTypes)];
}
