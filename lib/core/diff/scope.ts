import type { SchemaModel } from '../model/schema-model.js';

const OWN = /^_coodie_/;

/** A schema without coodie's own tables, which no entity declares. */
export function withoutOwnTables(schema: SchemaModel): SchemaModel {
  return { ...schema, tables: schema.tables.filter(({ name }) => !OWN.test(name)) };
}
