import { withObjects } from '../core/model/schema-kinds.js';
import { type SchemaModel, typesUsedBy } from '../core/model/schema-model.js';

/** Declared schema, and the part of the live schema that it is compared with. */
export interface Target {
  /** Whether it is everything that is declared for the keyspace. */
  readonly isWhole: boolean;
  readonly desired: SchemaModel;
  readonly inScope: (actual: SchemaModel) => SchemaModel;
}

/** Everything that the entities declare for a keyspace, against the whole of it. */
export function everything(desired: SchemaModel): Target {
  return { isWhole: true, desired, inScope: (actual) => actual };
}

/** The table of one entity, with the types that it is made of, and nothing else of the keyspace. */
export function onlyTable(declared: SchemaModel, entityName: string): Target {
  const tables = declared.tables.filter(({ declaredBy }) => declaredBy === entityName);
  const types = typesUsedBy(
    declared.types,
    tables.flatMap(({ columns }) => columns.map(({ type }) => type)),
  );
  const tableNames = new Set(tables.map(({ name }) => name));
  const scope = (schema: SchemaModel): SchemaModel =>
    withObjects(schema, {
      types: schema.types.filter(({ name }) => types.has(name)),
      tables: schema.tables.filter(({ name }) => tableNames.has(name)),
      views: [],
    });
  return { isWhole: false, desired: scope(declared), inScope: scope };
}
