import { parseDeclaredOptions } from '../options/parse-declared-options.js';
import { isNotNull, parseRelations, restrictedColumns } from '../model/relations.js';
import type { ViewModel } from '../model/schema-model.js';
import { DECORATOR_OF } from './combination-problems.js';
import { recordOf, type ClassRecord, type EntityClass } from './metadata.js';
import { databaseName } from './naming.js';
import { classNameOf, type Reading } from './parse-property.js';

type ViewRecord = Extract<ClassRecord, { readonly kind: 'view' }>;

export function parseView(entity: EntityClass, view: ViewRecord, reading: Reading): ViewModel {
  const base = view.base();
  const columnOf = (name: string) => columnNamed(base, name, reading);
  const partitionKey = view.partitionKey.map(columnOf);
  const clusteringKey = view.clusteringKey.map((key) =>
    typeof key === 'string'
      ? { column: columnOf(key), order: 'asc' as const }
      : { ...key, column: columnOf(key.column) },
  );
  reportMisuse(entity, reading);
  const key = [...partitionKey, ...clusteringKey.map(({ column }) => column)];
  const { options, problems } = parseDeclaredOptions(view.options);
  reading.problems.push(...problems.map((message) => ({ where: entity.name, message })));
  return {
    name: classNameOf(entity.name, reading),
    baseTable: baseTableName(base, entity, reading),
    columns: selectedColumns(entity, key, reading),
    partitionKey,
    clusteringKey,
    where: relations(view.where, key),
    options,
    declaredBy: entity.name,
  };
}

/** The key and the indexes of a view are none of its properties. */
function reportMisuse(entity: EntityClass, { problems }: Reading): void {
  const { properties, indexes } = recordOf(entity);
  for (const { property, role } of properties.filter((record) => record.role !== 'column')) {
    const message = `the key of a view stands in @MaterializedView: write @Column(), not ${DECORATOR_OF[role]}`;
    problems.push({ where: `${entity.name}.${property}`, message });
  }
  for (const { property } of indexes) {
    problems.push({ where: `${entity.name}.${property}`, message: 'a view takes no @Indexed' });
  }
}

/** A property of the base entity by the column that it declares; anything else is taken for a column's name. */
function columnNamed(base: EntityClass, name: string, { naming }: Reading): string {
  const record = recordOf(base).properties.findLast(({ property }) => property === name);
  return record ? (record.name ?? databaseName(name, naming)) : name;
}

function baseTableName(base: EntityClass, entity: EntityClass, reading: Reading): string {
  const record = recordOf(base).classes.find(({ kind }) => kind === 'table');
  if (!record) reading.problems.push({ where: entity.name, message: `its base ${base.name} is no @Entity` });
  return record?.name ?? databaseName(base.name, reading.naming);
}

function selectedColumns(entity: EntityClass, key: readonly string[], { naming }: Reading): readonly string[] | 'all' {
  const { properties } = recordOf(entity);
  if (properties.length === 0) return 'all';
  const declared = properties.map(({ name, property }) => name ?? databaseName(property, naming));
  return [...new Set([...key, ...declared])];
}

/** Requested relations, and IS NOT NULL for every key column that they omit. */
function relations(where: readonly string[], key: readonly string[]): readonly string[] {
  const declared = where.flatMap(parseRelations);
  const restricted = new Set(declared.flatMap(restrictedColumns));
  return [...declared, ...key.filter((column) => !restricted.has(column)).map(isNotNull)].toSorted();
}
