import { readAlteredItems } from '../../../lib/core/cql/altered-names.js';
import { readColumnDefinition } from '../../../lib/core/cql/column-definition.js';
import { identifierOf } from '../../../lib/core/cql/qualified-name.js';
import { readOptions } from '../../../lib/core/cql/statement-options.js';
import { readTableDefinition } from '../../../lib/core/cql/table-definition.js';
import { isKeyword, type Token } from '../../../lib/core/lexer/tokenize.js';
import type { AnswerRow } from './run-select.js';
import { columnRow, tableRow, type ColumnPlace } from './schema-rows.js';
import type { SchemaWrite } from './schema-store.js';
import { textOf, write, type Subject } from './schema-subject.js';
import { CODES, invalid, ServerError, syntaxError } from './server-error.js';

export function createTable(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, guarded, tokens } = subject;
  if (schema.row('tables', keyspace, name)) {
    if (guarded) return [];
    throw new ServerError(CODES.alreadyExists, `Cannot add already existing table "${name}" to keyspace "${keyspace}"`);
  }
  const { columns, partitionKey, clusteringKey } = readTableDefinition(tokens);
  const options = readOptions(tokens);
  if (partitionKey.length === 0) throw invalid('No PRIMARY KEY specifed (exactly one required)');
  const id =
    options
      .get('id')
      ?.map(({ text }) => text)
      .join('') ?? subject.uuid();
  const isCounter = columns.some(
    ({ type, name: column }) => textOf(type) === 'counter' && !partitionKey.includes(column),
  );
  const descending = new Set(descendingIn(options.get('clustering') ?? []));
  const placeOf = (column: string, isStatic: boolean): ColumnPlace => {
    if (partitionKey.includes(column))
      return { kind: 'partition_key', position: partitionKey.indexOf(column), order: 'none' };
    if (!clusteringKey.includes(column)) return { kind: isStatic ? 'static' : 'regular', position: -1, order: 'none' };
    return {
      kind: 'clustering',
      position: clusteringKey.indexOf(column),
      order: descending.has(column) ? 'desc' : 'asc',
    };
  };
  return [
    write(
      subject,
      'tables',
      [keyspace, name],
      withOptions(tableRow({ keyspace, table: name, id }, isCounter), options),
    ),
    ...columns.map((column) => {
      const row = columnRow(
        keyspace,
        name,
        { name: column.name, type: textOf(column.type) },
        placeOf(column.name, column.static),
      );
      return write(subject, 'columns', [keyspace, name, column.name], row);
    }),
  ];
}

/** Of `ORDER BY (a DESC, b ASC)`. */
function descendingIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, index) => (isKeyword(token, 'DESC') ? (identifierOf(tokens[index - 1]) ?? []) : []));
}

/** The few options that scenarios set. */
function withOptions(row: AnswerRow, options: ReadonlyMap<string, readonly Token[]>): AnswerRow {
  const ttl = options.get('default_time_to_live')?.[0]?.text;
  const comment = options.get('comment')?.[0]?.text;
  return {
    ...row,
    ...(ttl === undefined ? {} : { default_time_to_live: Number(ttl) }),
    ...(comment === undefined ? {} : { comment: comment.slice(1, -1).replaceAll("''", "'") }),
  };
}

function existing(subject: Subject): AnswerRow | undefined {
  const { schema, keyspace, name, guarded } = subject;
  const row = schema.row('tables', keyspace, name);
  if (!row && !guarded) throw invalid(`Table '${keyspace}.${name}' doesn't exist`);
  return row;
}

export function dropTable(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name } = subject;
  if (!existing(subject)) return [];
  const inside = schema
    .all()
    .filter(({ table, key, row }) => row && table !== 'types' && key[0] === keyspace && key[1] === name);
  return inside.map(({ table, key }) => write(subject, table, key));
}

export function alterTable(subject: Subject): readonly SchemaWrite[] {
  const row = existing(subject);
  if (!row) return [];
  switch (subject.statement.action) {
    case 'add':
      return addColumns(subject);
    case 'drop':
      return dropColumns(subject);
    case 'with':
      return [
        write(subject, 'tables', [subject.keyspace, subject.name], withOptions(row, readOptions(subject.tokens))),
      ];
    default:
      throw syntaxError('cannot be simulated: ALTER TABLE');
  }
}

function addColumns(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, tokens } = subject;
  const guarded = tokens.some((token, index) => isKeyword(token, 'IF') && isKeyword(tokens[index + 1], 'NOT'));
  return readAlteredItems(tokens, 'ADD').flatMap((item) => {
    const column = readColumnDefinition(item);
    if (!column) throw syntaxError('no viable alternative');
    if (schema.row('columns', keyspace, name, column.name)) {
      if (guarded) return [];
      throw invalid(`Column with name '${column.name}' already exists`);
    }
    const place: ColumnPlace = { kind: column.static ? 'static' : 'regular', position: -1, order: 'none' };
    const row = columnRow(keyspace, name, { name: column.name, type: textOf(column.type) }, place);
    return [write(subject, 'columns', [keyspace, name, column.name], row)];
  });
}

function dropColumns(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, tokens, timestamp } = subject;
  const guarded = tokens.some((token, index) => isKeyword(token, 'IF') && isKeyword(tokens[index + 1], 'EXISTS'));
  return readAlteredItems(tokens, 'DROP').flatMap((item) => {
    const column = identifierOf(item[0]) ?? '';
    const row = schema.row('columns', keyspace, name, column);
    if (!row) {
      if (guarded) return [];
      throw invalid(`Column ${column} was not found in table ${keyspace}.${name}`);
    }
    if (row['kind'] !== 'regular' && row['kind'] !== 'static')
      throw invalid(`Cannot drop PRIMARY KEY column ${column}`);
    const key = [keyspace, name, column];
    const { type, kind } = row;
    const dropped = {
      keyspace_name: keyspace,
      table_name: name,
      column_name: column,
      dropped_time: new Date(timestamp / 1_000),
      kind,
      type,
    };
    return [write(subject, 'columns', key), write(subject, 'dropped_columns', key, dropped)];
  });
}
