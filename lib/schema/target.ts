import { userTypesIn, type CqlType } from '../core/model/cql-type.js';
import type { SchemaModel } from '../core/model/schema-model.js';

/** What is to be brought in step, and the part of the live schema that it is compared with. */
export interface Target {
  readonly desired: SchemaModel;
  readonly inScope: (actual: SchemaModel) => SchemaModel;
}

/** Everything that the entities declare, against the whole keyspace. */
export function everything(desired: SchemaModel): Target {
  return { desired, inScope: (actual) => actual };
}

/** The table of one entity, with the types that it is made of, and nothing else of the keyspace. */
export function onlyTable(declared: SchemaModel, entityName: string): Target {
  const tables = declared.tables.filter(({ declaredBy }) => declaredBy === entityName);
  const types = typesUsedBy(
    declared,
    tables.flatMap(({ columns }) => columns.map(({ type }) => type)),
  );
  const tableNames = new Set(tables.map(({ name }) => name));
  return {
    desired: { ...declared, types: declared.types.filter(({ name }) => types.has(name)), tables, views: [] },
    inScope: (actual) => ({
      ...actual,
      types: actual.types.filter(({ name }) => types.has(name)),
      tables: actual.tables.filter(({ name }) => tableNames.has(name)),
      views: [],
    }),
  };
}

function typesUsedBy(declared: SchemaModel, types: readonly CqlType[]): ReadonlySet<string> {
  const direct = new Set(types.flatMap(userTypesIn));
  const fields = declared.types.filter(({ name }) => direct.has(name)).flatMap((type) => type.fields);
  return fields.length === 0
    ? direct
    : new Set([
        ...direct,
        ...typesUsedBy(
          declared,
          fields.map(({ type }) => type),
        ),
      ]);
}
