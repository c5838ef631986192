import { identifierOf } from '../../../lib/core/cql/qualified-name.js';
import { within } from '../../../lib/core/lexer/token-list.js';
import { isKeyword, type Token } from '../../../lib/core/lexer/tokenize.js';
import type { SchemaWrite } from './schema-store.js';
import { write, type Subject } from './schema-subject.js';
import { invalid } from './server-error.js';

export function createIndex(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, statement, guarded, tokens } = subject;
  const table = statement.on?.name ?? '';
  const target = targetIn(tokens);
  const column = indexedColumn(target);
  const shape = schema.shapeOf(keyspace, table);
  if (!shape) throw invalid(`Table '${keyspace}.${table}' doesn't exist`);
  if (!shape.columns.has(column)) throw invalid(`Undefined column name ${column} in table ${keyspace}.${table}`);
  const name = subject.name === '' ? `${table}_${column}_idx` : subject.name;
  if (schema.rows('indexes', keyspace).some((row) => row['index_name'] === name)) {
    if (guarded) return [];
    throw invalid(`Index '${name}' already exists`);
  }
  const options = { target: target.map(({ text }) => text).join('') };
  const row = { keyspace_name: keyspace, table_name: table, index_name: name, kind: 'COMPOSITES', options };
  return [write(subject, 'indexes', [keyspace, table, name], row)];
}

/** What stands in the brackets after the table. */
function targetIn(tokens: readonly Token[]): readonly Token[] {
  const on = tokens.findIndex((token) => isKeyword(token, 'ON'));
  const open = tokens.findIndex(({ text }, index) => index > on && text === '(');
  return within(tokens, open);
}

/** `column`, or `keys(column)`. */
function indexedColumn([first, second, third]: readonly Token[]): string {
  return identifierOf(second?.text === '(' ? third : first) ?? '';
}

export function dropIndex(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, guarded } = subject;
  const row = schema.rows('indexes', keyspace).find((index) => index['index_name'] === name);
  if (row) return [write(subject, 'indexes', [keyspace, String(row['table_name']), name])];
  if (guarded) return [];
  throw invalid(`Index '${keyspace}.${name}' doesn't exist'`);
}
