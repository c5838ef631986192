import { readAlteredItems, readRenames } from '../../../lib/core/cql/altered-names.js';
import { classifyStatement, type DdlStatement } from '../../../lib/core/cql/classify-statement.js';
import { readColumnDefinition } from '../../../lib/core/cql/column-definition.js';
import { identifierOf, skipCondition } from '../../../lib/core/cql/qualified-name.js';
import { readMap, readOptions } from '../../../lib/core/cql/statement-options.js';
import { readTableDefinition } from '../../../lib/core/cql/table-definition.js';
import { within } from '../../../lib/core/cql/token-list.js';
import { isKeyword, isSignificant, tokenize, type Token } from '../../../lib/core/cql/tokenize.js';
import { formatCqlType, type CqlType } from '../../../lib/core/model/cql-type.js';
import type { AnswerRow } from './run-select.js';
import { columnRow, tableRow, type ColumnPlace } from './schema-rows.js';
import type { SchemaStore, SchemaTable, SchemaWrite } from './schema-store.js';
import { CODES, invalid, ServerError, syntaxError } from './server-error.js';

export interface SchemaContext {
  readonly schema: SchemaStore;
  /** Keyspace that bare names mean. */
  readonly keyspace: string;
  /** Microseconds. */
  readonly timestamp: number;
  readonly uuid: () => string;
}

interface Subject extends SchemaContext {
  readonly statement: DdlStatement;
  readonly tokens: readonly Token[];
  readonly name: string;
  /** Whether the statement says IF [NOT] EXISTS. */
  readonly guarded: boolean;
}

/** Changes that a schema statement makes, by what one node knows; empty where there is nothing to do. */
export function runSchema(cql: string, context: SchemaContext): readonly SchemaWrite[] {
  const statement = classifyStatement(cql);
  const tokens = tokenize(cql).filter(isSignificant);
  if (statement.kind !== 'ddl') throw syntaxError(`cannot be simulated: ${cql}`);
  const name = statement.name?.name ?? '';
  const keyspace =
    statement.object === 'keyspace' ? name : (statement.name?.keyspace ?? statement.on?.keyspace ?? context.keyspace);
  const guarded = tokens.some((token, index) => isKeyword(token, 'IF') && skipCondition(tokens, index) > index);
  const subject: Subject = { ...context, keyspace, statement, tokens, name, guarded };
  if (statement.object !== 'keyspace' && !context.schema.row('keyspaces', keyspace))
    throw invalid(`Keyspace '${keyspace}' doesn't exist`);
  const run = RUNNERS[`${statement.verb} ${statement.object}`];
  if (!run) throw syntaxError(`cannot be simulated: ${cql}`);
  return run(subject);
}

const RUNNERS: Readonly<Record<string, (subject: Subject) => readonly SchemaWrite[]>> = {
  'CREATE keyspace': createKeyspace,
  'DROP keyspace': dropKeyspace,
  'CREATE table': createTable,
  'ALTER table': alterTable,
  'DROP table': dropTable,
  'CREATE index': createIndex,
  'DROP index': dropIndex,
  'CREATE type': createType,
  'ALTER type': alterType,
  'DROP type': dropType,
};

const write = (subject: Subject, table: SchemaTable, key: readonly string[], row?: AnswerRow): SchemaWrite => ({
  table,
  key,
  row,
  timestamp: subject.timestamp,
});

function createKeyspace(subject: Subject): readonly SchemaWrite[] {
  const { schema, name, guarded, tokens } = subject;
  if (schema.row('keyspaces', name)) {
    if (guarded) return [];
    throw new ServerError(CODES.alreadyExists, `Cannot add existing keyspace "${name}"`);
  }
  const replication = Object.fromEntries(readMap(readOptions(tokens).get('replication') ?? []));
  const row = {
    keyspace_name: name,
    durable_writes: true,
    replication: { ...replication, class: `org.apache.cassandra.locator.${replication['class']}` },
  };
  return [write(subject, 'keyspaces', [name], row)];
}

function dropKeyspace(subject: Subject): readonly SchemaWrite[] {
  const { schema, name, guarded } = subject;
  if (!schema.row('keyspaces', name)) {
    if (guarded) return [];
    throw new ServerError(CODES.configError, `Keyspace '${name}' doesn't exist`);
  }
  const inside = schema.all().filter(({ key, row }) => row && key[0] === name);
  return inside.map(({ table, key }) => write(subject, table, key));
}

function createTable(subject: Subject): readonly SchemaWrite[] {
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

const textOf = (type: CqlType | undefined) => (type ? formatCqlType(type) : 'blob');

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

function dropTable(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name } = subject;
  if (!existing(subject)) return [];
  const inside = schema
    .all()
    .filter(({ table, key, row }) => row && table !== 'types' && key[0] === keyspace && key[1] === name);
  return inside.map(({ table, key }) => write(subject, table, key));
}

function alterTable(subject: Subject): readonly SchemaWrite[] {
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

function createIndex(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, statement, guarded, tokens } = subject;
  const table = statement.on?.name ?? '';
  const shape = schema.shapeOf(keyspace, table);
  if (!shape) throw invalid(`Table '${keyspace}.${table}' doesn't exist`);
  const on = tokens.findIndex((token) => isKeyword(token, 'ON'));
  const target = within(
    tokens,
    tokens.findIndex(({ text }, index) => index > on && text === '('),
  );
  const column = identifierOf(target[2] && target[1]?.text === '(' ? target[2] : target[0]) ?? '';
  if (!shape.columns.has(column)) throw invalid(`Undefined column name ${column} in table ${keyspace}.${table}`);
  const name = subject.name === '' ? `${table}_${column}_idx` : subject.name;
  if (schema.rows('indexes', keyspace).some((row) => row['index_name'] === name)) {
    if (guarded) return [];
    throw invalid(`Index '${name}' already exists`);
  }
  const row = {
    keyspace_name: keyspace,
    table_name: table,
    index_name: name,
    kind: 'COMPOSITES',
    options: { target: target.map(({ text }) => text).join('') },
  };
  return [write(subject, 'indexes', [keyspace, table, name], row)];
}

function dropIndex(subject: Subject): readonly SchemaWrite[] {
  const { schema, keyspace, name, guarded } = subject;
  const row = schema.rows('indexes', keyspace).find((index) => index['index_name'] === name);
  if (row) return [write(subject, 'indexes', [keyspace, String(row['table_name']), name])];
  if (guarded) return [];
  throw invalid(`Index '${keyspace}.${name}' doesn't exist'`);
}

function createType(subject: Subject): readonly SchemaWrite[] {
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

function alterType(subject: Subject): readonly SchemaWrite[] {
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
  const { absent, present } = readRenames(tokens.map(({ text }) => text).join(' '));
  const missing = absent.find((old) => !fields.some(([field]) => field === old));
  if (missing !== undefined) throw invalid(`Unkown field ${missing} in user type`);
  return fields.map(([field, type]) => [present[absent.indexOf(field)] ?? field, type] as const);
}

function dropType(subject: Subject): readonly SchemaWrite[] {
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
