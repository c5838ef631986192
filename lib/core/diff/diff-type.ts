import { sameCqlType } from '../model/cql-type.js';
import type { FieldModel, TypeModel } from '../model/schema-model.js';
import type { Change } from './change.js';

/** Fields can be added at the end, and nothing else; their order does not matter to anyone who names them. */
export function diffType(from: TypeModel, to: TypeModel): readonly Change[] {
  return [
    ...to.fields.flatMap((field) => diffField(to.name, field, from.fields)),
    ...without(from.fields, to.fields).map((field): Change => ({ kind: 'drop-field', type: to.name, field })),
  ];
}

function diffField(type: string, field: FieldModel, existing: readonly FieldModel[]): readonly Change[] {
  const before = existing.find(({ name }) => name === field.name);
  if (!before) return [{ kind: 'add-field', type, field }];
  return sameCqlType(before.type, field.type) ? [] : [{ kind: 'change-field-type', type, field, from: before.type }];
}

function without(fields: readonly FieldModel[], others: readonly FieldModel[]): readonly FieldModel[] {
  return fields.filter(({ name }) => !others.some((other) => other.name === name));
}
