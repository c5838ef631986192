import { readAlteredItems, readRenames } from '../cql/altered-names.js';
import { readColumnDefinition } from '../cql/column-definition.js';
import { splitDefinitions, within } from '../lexer/token-list.js';
import type { Token } from '../lexer/tokenize.js';
import { userTypesIn } from '../model/cql-type.js';
import type { FieldModel, SchemaModel, TypeModel } from '../model/schema-model.js';
import { andThen, exists, inUse, isContradiction, missing, type Effect, type Subject } from './contradiction.js';
import { isPartConditional, type SchemaStatement } from './replay-statement.js';

const type = (name: string, part?: string): Subject => ({ kind: 'type', name, part });

export function createType(schema: SchemaModel, { name, tokens, isConditional }: SchemaStatement): Effect<SchemaModel> {
  if (schema.types.some((other) => other.name === name)) return isConditional ? schema : exists(type(name));
  const open = tokens.findIndex(({ text }) => text === '(');
  const fields = fieldsOf(name, splitDefinitions(within(tokens, open)));
  return isContradiction(fields) ? fields : { ...schema, types: [...schema.types, { name, fields }] };
}

export function alterType(schema: SchemaModel, statement: SchemaStatement): Effect<SchemaModel> {
  const { name, isConditional } = statement;
  const altered = schema.types.find((other) => other.name === name);
  if (!altered) return isConditional ? schema : missing(type(name));
  const replaced = (after: TypeModel) => schema.types.map((other) => (other.name === name ? after : other));
  return andThen(alter(altered, statement), (after) => ({ ...schema, types: replaced(after) }));
}

export function dropType(schema: SchemaModel, { name, isConditional }: SchemaStatement): Effect<SchemaModel> {
  if (!schema.types.some((other) => other.name === name)) return isConditional ? schema : missing(type(name));
  const user = userOf(schema, name);
  return user ? inUse(type(name), user) : { ...schema, types: schema.types.filter((other) => other.name !== name) };
}

function alter(before: TypeModel, { tokens, class: { action } }: SchemaStatement): Effect<TypeModel> {
  if (action === 'add') return addFields(before, tokens);
  return action === 'rename' ? renameFields(before, tokens) : { problem: 'not-allowed', subject: type(before.name) };
}

function addFields(before: TypeModel, tokens: readonly Token[]): Effect<TypeModel> {
  const read = fieldsOf(before.name, readAlteredItems(tokens, 'ADD'));
  if (isContradiction(read)) return read;
  const has = ({ name }: FieldModel) => before.fields.some((field) => field.name === name);
  const taken = read.find(has);
  if (taken && !isPartConditional(tokens, 'ADD')) return exists(type(before.name, taken.name));
  return { ...before, fields: [...before.fields, ...read.filter((field) => !has(field))] };
}

function renameFields(before: TypeModel, tokens: readonly Token[]): Effect<TypeModel> {
  const { absent: from, present: to } = readRenames(tokens);
  const has = (name: string) => before.fields.some((field) => field.name === name);
  const unknown = from.find((name) => !has(name));
  if (unknown !== undefined) return isPartConditional(tokens, 'RENAME') ? before : missing(type(before.name, unknown));
  const taken = to.find(has);
  if (taken !== undefined) return exists(type(before.name, taken));
  const nameOf = (name: string) => to[from.indexOf(name)] ?? name;
  return { ...before, fields: before.fields.map((field) => ({ ...field, name: nameOf(field.name) })) };
}

function fieldsOf(name: string, items: readonly (readonly Token[])[]): Effect<readonly FieldModel[]> {
  const read = items.flatMap((item) => readColumnDefinition(item) ?? []);
  const unread = read.find((field) => field.type === undefined);
  if (unread) return { problem: 'unreadable', subject: type(name, unread.name) };
  return read.flatMap((field) => (field.type ? [{ name: field.name, type: field.type }] : []));
}

/** The first table or type that uses a type. */
function userOf({ tables, types }: SchemaModel, name: string): Subject | undefined {
  for (const table of tables) {
    const column = table.columns.find((candidate) => userTypesIn(candidate.type).includes(name));
    if (column) return { kind: 'table', name: table.name, part: column.name };
  }
  const other = types.find(({ fields }) => fields.some((field) => userTypesIn(field.type).includes(name)));
  return other && type(other.name);
}
