import { readAlteredItems } from '../../cql/altered-names.js';
import { readColumnDefinition, type ColumnDefinition } from '../../cql/column-definition.js';
import { readOptions } from '../../cql/statement-options.js';
import { readTableDefinition } from '../../cql/table-definition.js';
import { isNative, userTypesIn } from '../../model/cql-type.js';
import { keyColumns, type TableModel } from '../../model/schema-model.js';
import type { Step } from '../input/replay.js';
import { inStatements, inUpgrades, when, type Rule } from '../input/rule.js';
import { ddlOf, isMade, knownSchema, knownTable } from '../input/step.js';

/** About what tables and types are made of. */
export const TABLE_RULES: readonly Rule[] = [
  {
    code: 'C211',
    severity: 'error',
    title: 'Counters beside other columns',
    why: 'Outside its key, a table has either only counters or none. The server refuses a mixture.',
    instead: 'Put the counters into a table of their own.',
    find: inStatements((step) => {
      const { regular } = shapeOf(step);
      const counters = regular.filter(({ type }) => type && isNative(type, 'counter'));
      const isMixed = counters.length > 0 && counters.length < regular.length;
      return when(
        isMixed,
        `${counters.map(({ name }) => name).join(', ')} would stand beside columns that are no counters`,
      );
    }),
  },
  {
    code: 'C212',
    severity: 'error',
    title: 'A static column without a clustering key',
    why: 'The rows of a partition share a static column. The server refuses it if partitions have only one row.',
    instead: 'Remove STATIC, or give the table a clustering key.',
    find: inStatements((step) => {
      const { added, clusteringKey, isKnown } = shapeOf(step);
      const statics = added.filter((column) => column.static).map(({ name }) => name);
      return when(
        isKnown && clusteringKey.length === 0 && statics.length > 0,
        `${statics.join(', ')}: the table has no clustering key`,
      );
    }),
  },
  {
    code: 'C213',
    severity: 'error',
    title: 'A time to live for counters',
    why: 'Counters cannot expire: the server refuses default_time_to_live on their table.',
    instead: 'Remove default_time_to_live; put the period into the partition key and delete whole partitions.',
    find: inStatements((step) => {
      const { regular } = shapeOf(step);
      const ttl = readOptions(step.statement.tokens).get('default_time_to_live')?.[0]?.text ?? '0';
      return when(
        ttl !== '0' && regular.some(({ type }) => type && isNative(type, 'counter')),
        'the table has counters',
      );
    }),
  },
  {
    code: 'C214',
    severity: 'warning',
    title: 'Compact storage',
    why: 'It exists for tables of Thrift, which was removed. No column can be added to such a table, and dropping compact storage is disabled by default.',
    instead: 'Remove WITH COMPACT STORAGE.',
    find: inStatements((step) =>
      when(
        ddlOf(step, 'CREATE', 'table') !== undefined && readOptions(step.statement.tokens).has('compact'),
        'the table would have compact storage',
      ),
    ),
  },
  {
    code: 'C215',
    severity: 'error',
    title: 'A field for a type that is part of a partition key',
    why: 'The server refuses to add a field to a user type that is part of the partition key of a table.',
    instead: 'Create another type and another table, and copy the rows.',
    find: inStatements(keysOfType),
  },
  {
    code: 'C216',
    severity: 'info',
    title: 'A field that cannot be removed',
    why: 'No field of a user type can be dropped or change its type, so the addition cannot be undone. Statements on every table that uses the type are prepared again.',
    instead:
      'Make sure that its name and type are right. The downgrade cannot remove it; the earlier code must work with it.',
    find: inUpgrades((step) => when(ddlOf(step, 'ALTER', 'type')?.action === 'add', 'a field cannot be removed again')),
  },
];

interface Shape {
  /** The columns outside the key, once the statement took effect. */
  readonly regular: readonly ColumnDefinition[];
  readonly added: readonly ColumnDefinition[];
  readonly clusteringKey: readonly string[];
  /** Whether the whole table is known. */
  readonly isKnown: boolean;
}

function shapeOf(step: Step): Shape {
  const { tokens } = step.statement;
  if (ddlOf(step, 'CREATE', 'table')) {
    const { columns, partitionKey, clusteringKey } = readTableDefinition(tokens);
    const regular = columns.filter(({ name }) => ![...partitionKey, ...clusteringKey].includes(name));
    return { regular, added: columns, clusteringKey, isKnown: true };
  }
  const ddl = ddlOf(step, 'ALTER', 'table');
  const items = ddl?.action === 'add' ? readAlteredItems(tokens, 'ADD') : [];
  const added = items.flatMap((item) => readColumnDefinition(item) ?? []);
  const { regular, clusteringKey } = shapeBefore(knownTable(step, ddl?.name));
  return { regular: [...regular, ...added], added, clusteringKey, isKnown: isMade(step, ddl?.name) };
}

function shapeBefore(table: TableModel | undefined): Pick<Shape, 'regular' | 'clusteringKey'> {
  if (!table) return { regular: [], clusteringKey: [] };
  const key = keyColumns(table);
  const regular = table.columns.filter(({ name }) => !key.includes(name));
  return { regular, clusteringKey: table.clusteringKey.map(({ column }) => column) };
}

function keysOfType(step: Step): readonly string[] {
  const ddl = ddlOf(step, 'ALTER', 'type');
  if (ddl?.action !== 'add' || !ddl.name) return [];
  const { name: type } = ddl.name;
  return knownSchema(step, ddl.name).tables.flatMap(({ name, columns, partitionKey }) =>
    when(
      columns.some((column) => partitionKey.includes(column.name) && userTypesIn(column.type).includes(type)),
      `the partition key of ${name} is made of ${type}`,
    ),
  );
}
