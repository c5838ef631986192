import { type SchemaKind, withObjects } from '../model/schema-kinds.js';
import { keyColumns, type SchemaModel, type TableModel } from '../model/schema-model.js';

/**
 * A live schema without what neither the entities declare nor the migrations made: that is another one's, and no
 * generated migration drops it.
 */
export function withoutDrift(live: SchemaModel, desired: SchemaModel, made: SchemaModel | undefined): SchemaModel {
  const known = [desired, ...(made ? [made] : [])];
  const isKnown = (kind: SchemaKind) => {
    const names = new Set(known.flatMap((schema) => schema[kind].map(({ name }) => name)));
    return ({ name }: { readonly name: string }) => names.has(name);
  };
  return withObjects(live, {
    types: live.types.filter(isKnown('types')),
    views: live.views.filter(isKnown('views')),
    tables: live.tables.filter(isKnown('tables')).map((table) => knownPart(table, known)),
  });
}

function knownPart(table: TableModel, schemas: readonly SchemaModel[]): TableModel {
  const others = schemas.flatMap(({ tables }) => tables.filter(({ name }) => name === table.name));
  const columns = new Set(others.flatMap((other) => other.columns.map(({ name }) => name)));
  const indexes = new Set(others.flatMap((other) => other.indexes.map(({ name }) => name)));
  const key = keyColumns(table);
  return {
    ...table,
    columns: table.columns.filter(({ name }) => columns.has(name) || key.includes(name)),
    indexes: table.indexes.filter(({ name }) => indexes.has(name)),
  };
}
