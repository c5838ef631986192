import { indexName } from '../entity/naming.js';
import { formatCqlType } from '../model/cql-type.js';
import type { ColumnModel, IndexModel, TableModel } from '../model/schema-model.js';
import {
  classNameIn,
  type ClassSource,
  type DecoratorSource,
  type PropertySource,
  type SourceScope,
} from './class-source.js';
import { declareOptions } from './declare-options.js';
import { expressionOf, objectOf, type PlainObject } from './expression.js';
import { nameProperties, type PropertyName } from './property-names.js';
import { quoteString } from './quote-string.js';

/** The entity class of a table. */
export function tableClass(table: TableModel, { names, naming }: SourceScope): ClassSource {
  const { declared } = declareOptions(table.options);
  const options = Object.keys(declared).length > 0 ? declared : undefined;
  const properties = nameProperties(
    table.columns.map(({ name }) => name),
    naming,
  );
  return {
    ...classNameIn(names.tables, table.name),
    origin: `table ${quoteString(table.name)}`,
    decorator: { name: 'Entity', parameters: [objectOf({ name: table.name, options })] },
    properties: columnsInOrder(table).map((column) => columnProperty(column, table, properties.get(column.name))),
  };
}

function columnProperty(
  column: ColumnModel,
  table: TableModel,
  { property, name }: PropertyName = { property: column.name, name: undefined },
): PropertySource {
  const indexes = table.indexes.filter((index) => index.column === column.name);
  const role = roleOf(column, table);
  return {
    decorators: [
      withType(role.decorator, column, { name, ...role.options }),
      ...indexes.map((index) => indexDecorator(index, table.name)),
    ],
    property,
    type: column.type,
    optional: role.decorator === 'Column',
  };
}

interface Role {
  readonly decorator: string;
  readonly options: PlainObject;
}

function roleOf(column: ColumnModel, { partitionKey, clusteringKey }: TableModel): Role {
  if (partitionKey.includes(column.name)) return { decorator: 'PartitionKey', options: {} };
  const clustering = clusteringKey.find((key) => key.column === column.name);
  if (!clustering) return { decorator: 'Column', options: { static: column.static ? true : undefined } };
  return { decorator: 'ClusteringKey', options: { order: clustering.order === 'desc' ? 'desc' : undefined } };
}

/** A decorator with a CQL type, and options where there are any. */
export function withType(name: string, { type }: Pick<ColumnModel, 'type'>, options: PlainObject): DecoratorSource {
  return { name, parameters: [expressionOf(formatCqlType(type)), ...unlessEmpty(options)] };
}

function indexDecorator({ name, column, target, using, options }: IndexModel, table: string): DecoratorSource {
  const declared: PlainObject = {
    name: name === indexName(table, column) ? undefined : name,
    target: target === 'values' ? undefined : target,
    using,
    options: Object.keys(options).length > 0 ? options : undefined,
  };
  return { name: 'Indexed', parameters: unlessEmpty(declared) };
}

function unlessEmpty(options: PlainObject): DecoratorSource['parameters'] {
  return Object.values(options).every((value) => value === undefined) ? [] : [objectOf(options)];
}

/** A table's key in its order, then its static columns, then the others, each by name: the server keeps no order. */
export function columnsInOrder({ columns, partitionKey, clusteringKey }: Keyed): readonly ColumnModel[] {
  const key = [...partitionKey, ...clusteringKey.map(({ column }) => column)];
  const keyColumns = key.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  const others = columns.filter(({ name }) => !key.includes(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [...keyColumns, ...others.filter((column) => column.static), ...others.filter((column) => !column.static)];
}

type Keyed = Pick<TableModel, 'columns' | 'partitionKey' | 'clusteringKey'>;
