import { recordOf, type ClassRecord, type EntityClass } from '../entity/metadata.js';
import { parseEntities, type EntityScope } from '../entity/parse-entities.js';
import { classNameOf, parseProperties, type ParsedProperty, type Reading } from '../entity/parse-property.js';
import { parseView } from '../entity/parse-view.js';
import type { CqlType } from '../model/cql-type.js';

/** A property of an entity and the column behind it. */
export interface MappedColumn {
  readonly property: string;
  readonly column: string;
  readonly type: CqlType;
  readonly static: boolean;
}

/** A table or view as a model reads and writes it. The keys are names of columns. */
export interface EntityMapping {
  readonly kind: 'table' | 'view';
  readonly entity: EntityClass;
  readonly keyspace: string;
  readonly name: string;
  readonly columns: readonly MappedColumn[];
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly string[];
  /** Table behind a view. */
  readonly base?: EntityClass;
}

/** Columns of the primary key, in order. */
export function primaryKeyOf({ partitionKey, clusteringKey }: EntityMapping): readonly string[] {
  return [...partitionKey, ...clusteringKey];
}

/** A user type; `keyspace` is absent where any keyspace may use the type. */
export interface TypeMapping {
  readonly kind: 'type';
  readonly entity: EntityClass;
  readonly keyspace: string | undefined;
  readonly name: string;
  readonly fields: readonly Pick<MappedColumn, 'property' | 'column' | 'type'>[];
}

export type Mapping = EntityMapping | TypeMapping;

/**
 * Reads which property stands for which column, for every class of a connection.
 * @throws InvalidEntitiesError with every problem of every class
 */
export function mapEntities(entities: readonly EntityClass[], scope: EntityScope): readonly Mapping[] {
  parseEntities(entities, scope);
  return [...new Set(entities)].flatMap((entity) =>
    recordOf(entity).classes.map((record) => mapClass(entity, record, scope)),
  );
}

function mapClass(entity: EntityClass, record: ClassRecord, scope: EntityScope): Mapping {
  const name = classNameOf(entity.name, readingOf(scope, record.name));
  switch (record.kind) {
    case 'table':
      return mapTable(entity, { keyspace: record.keyspace ?? scope.keyspace, name }, scope);
    case 'view':
      return mapView(entity, record, scope);
    case 'type':
      return { kind: 'type', entity, keyspace: record.keyspace, name, fields: propertiesOf(entity, scope).map(mapped) };
  }
}

function mapTable(
  entity: EntityClass,
  named: Pick<EntityMapping, 'keyspace' | 'name'>,
  scope: EntityScope,
): EntityMapping {
  const properties = propertiesOf(entity, scope);
  const inRole = (role: string) => properties.filter(({ record }) => record.role === role).map(({ name }) => name);
  return {
    kind: 'table',
    entity,
    ...named,
    columns: properties.map(mapped),
    partitionKey: inRole('partition-key'),
    clusteringKey: inRole('clustering-key'),
  };
}

/** A view has the columns and types of its base; a property of its own renames one. */
function mapView(
  entity: EntityClass,
  record: Extract<ClassRecord, { kind: 'view' }>,
  scope: EntityScope,
): EntityMapping {
  const base = record.base();
  const [table] = recordOf(base).classes.flatMap((declared) => (declared.kind === 'table' ? [declared] : []));
  const view = parseView(entity, record, readingOf(scope, record.name));
  const own = new Map(propertiesOf(entity, scope).map(({ name, record: { property } }) => [name, property]));
  const columns = propertiesOf(base, scope).map(mapped);
  const selected = view.columns;
  return {
    kind: 'view',
    entity,
    keyspace: table?.keyspace ?? scope.keyspace,
    name: view.name,
    columns: columns
      .filter(({ column }) => selected === 'all' || selected.includes(column))
      .map((column) => ({ ...column, property: own.get(column.column) ?? column.property })),
    partitionKey: view.partitionKey,
    clusteringKey: view.clusteringKey.map(({ column }) => column),
    base,
  };
}

function propertiesOf(entity: EntityClass, scope: EntityScope): readonly ParsedProperty[] {
  return parseProperties(entity.name, recordOf(entity).properties, readingOf(scope));
}

function mapped({ record, name, type }: ParsedProperty): MappedColumn {
  return { property: record.property, column: name, type, static: record.static };
}

/** The problems were reported when the entities were parsed as a whole. */
function readingOf({ naming }: EntityScope, name?: string): Reading {
  return { name, naming: naming ?? 'snake_case', problems: [] };
}
