import { readAlteredItems, readRenames } from '../../../lib/core/cql/altered-names.js';
import { readColumnDefinition } from '../../../lib/core/cql/column-definition.js';
import { readTableDefinition } from '../../../lib/core/cql/table-definition.js';
import type { AnswerRow } from './run-select.js';
import type { SchemaWrite } from './schema-store.js';
import { textOf, write, type Subject } from './schema-subject.js';
import { invalid } from './server-error.js';

export function createType(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, guarded, tokens } = subject;
  if (schema.row('types', keyspace, name)) {
    if (guarded) return [];
    throw invalid(`A user type with name '${name}' already exists`);
  }
  const fields = readTableDefinition(tokens).columns;
  return [
    write(
      subject,
      'types',
      [keyspace, name],
      typeRow(
        subject,
        fields.map((field) => [field.name, textOf(field.type)]),
      ),
    ),
  ];
}

function typeRow({ keyspace, name }: Subject, fields: readonly (readonly [name: string, type: string])[]): AnswerRow {
  return {
    keyspace_name: keyspace,
    type_name: name,
    field_names: fields.map(([field]) => field),
    field_types: fields.map(([, type]) => type),
  };
}

export function alterType(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, statement, tokens } = subject;
  const row = schema.row('types', keyspace, name);
  if (!row) throw invalid(`Type '${keyspace}.${name}' doesn't exist`);
  const [names, types] = [row['field_names'] as readonly string[], row['field_types'] as readonly string[]];
  const fields = names.map((field, index) => [field, types[index] ?? ''] as const);
  if (statement.action === 'rename')
    return [write(subject, 'types', [keyspace, name], typeRow(subject, renamed(subject, fields)))];
  const added = readAlteredItems(tokens, 'ADD').flatMap((item) => readColumnDefinition(item) ?? []);
  const twice = added.find((field) => names.includes(field.name));
  if (twice)
    throw invalid(
      `Cannot add field ${twice.name} to type ${keyspace}.${name}: a field with name ${twice.name} already exists`,
    );
  const all = [...fields, ...added.map((field) => [field.name, textOf(field.type)] as const)];
  return [write(subject, 'types', [keyspace, name], typeRow(subject, all))];
}

function renamed(
  { tokens }: Subject,
  fields: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const { absent, present } = readRenames(tokens);
  const missing = absent.find((old) => !fields.some(([field]) => field === old));
  if (missing !== undefined) throw invalid(`Unkown field ${missing} in user type`);
  return fields.map(([field, type]) => [present[absent.indexOf(field)] ?? field, type] as const);
}

export function dropType(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, guarded } = subject;
  if (!schema.row('types', keyspace, name)) {
    if (guarded) return [];
    throw invalid(`Type '${keyspace}.${name}' doesn't exist`);
  }
  const user = schema.rows('columns', keyspace).find((row) => String(row['type']).includes(name));
  if (user)
    throw invalid(
      `Cannot drop user type '${keyspace}.${name}' as it is still used by tables ${String(user['table_name'])}`,
    );
  return [write(subject, 'types', [keyspace, name])];
}
