import { indexClass } from '../model/index-class.js';
import type { IndexModel, TableModel } from '../model/schema-model.js';
import { parseDeclaredOptions } from '../options/parse-declared-options.js';
import type { CanonicalOptions, TableOptions } from '../options/table-options.js';
import { type EntityClass, type IndexRecord, recordOf } from './metadata.js';
import { indexName } from './naming.js';
import { classNameOf, type ParsedProperty, parseProperties, type Reading } from './parse-property.js';

export interface TableReading extends Reading {
  readonly options: TableOptions;
}

export function parseTable(entity: EntityClass, reading: TableReading): TableModel {
  const { properties, indexes } = recordOf(entity);
  const columns = parseProperties(entity.name, properties, reading);
  const name = classNameOf(entity.name, reading);
  reportMisuse(columns, reading);
  return {
    name,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      static: column.record.static,
      declaredBy: column.declaredBy,
    })),
    partitionKey: inRole(columns, 'partition-key').map((column) => column.name),
    clusteringKey: inRole(columns, 'clustering-key').map((column) => ({
      column: column.name,
      order: column.record.order,
    })),
    indexes: indexes.flatMap((index) => parseIndex(index, { entity, table: name, columns, reading })),
    options: parseOptions(entity, reading),
    droppedColumns: [],
    unmanaged: [],
    declaredBy: entity.name,
  };
}

function inRole(columns: readonly ParsedProperty[], role: string): readonly ParsedProperty[] {
  return columns.filter(({ record }) => record.role === role);
}

function reportMisuse(columns: readonly ParsedProperty[], { problems }: Reading): void {
  for (const { declaredBy } of inRole(columns, 'field')) {
    problems.push({ where: declaredBy, message: 'an entity has columns: write @Column, not @Field' });
  }
}

function parseOptions(entity: EntityClass, { options: declared, problems }: TableReading): CanonicalOptions {
  const { options, problems: found } = parseDeclaredOptions(declared);
  problems.push(...found.map((message) => ({ where: entity.name, message })));
  return options;
}

interface IndexScope {
  readonly entity: EntityClass;
  readonly table: string;
  readonly columns: readonly ParsedProperty[];
  readonly reading: Reading;
}

function parseIndex(index: IndexRecord, { entity, table, columns, reading }: IndexScope): readonly IndexModel[] {
  const declaredBy = `${entity.name}.${index.property}`;
  const column = columns.find(({ record }) => record.property === index.property);
  if (!column) {
    reading.problems.push({ where: declaredBy, message: '@Indexed needs a @Column or a key on the same property' });
    return [];
  }
  const options = Object.entries(index.options ?? {}).map(([key, value]) => [key, String(value)] as const);
  return [
    {
      name: index.name ?? indexName(table, column.name),
      column: column.name,
      target: index.target ?? 'values',
      using: index.using === undefined ? undefined : indexClass(index.using),
      options: Object.fromEntries(options),
      declaredBy,
    },
  ];
}
