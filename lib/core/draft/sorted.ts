import { withObjects } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';

/** The same schema, its parts by name: the order of files and classes changes no migration. */
export function sorted(schema: SchemaModel): SchemaModel {
  return withObjects(schema, {
    types: schema.types.toSorted(byName),
    tables: schema.tables.toSorted(byName).map((table) => ({ ...table, indexes: table.indexes.toSorted(byName) })),
    views: schema.views.toSorted(byName),
  });
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
