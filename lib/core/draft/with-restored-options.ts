import { withObjects } from '../model/schema-kinds.js';
import type { SchemaModel, TableModel, ViewModel } from '../model/schema-model.js';
import { defaultOptions } from '../options/default-options.js';
import { OPTION_NAMES } from '../options/option-definitions.js';
import type { CanonicalOptions } from '../options/table-options.js';

/** A schema in which tables and views name every option that they have in the other one: unnamed ones are the server's. */
export function withRestoredOptions(schema: SchemaModel, other: SchemaModel): SchemaModel {
  return withObjects(schema, {
    types: schema.types,
    tables: schema.tables.map((table) => restored(table, other.tables)),
    views: schema.views.map((view) => restored(view, other.views)),
  });
}

function restored<T extends TableModel | ViewModel>(thing: T, others: readonly T[]): T {
  const other = others.find(({ name }) => name === thing.name);
  return other ? { ...thing, options: { ...defaultsOf(thing.options, other.options), ...thing.options } } : thing;
}

function defaultsOf(own: CanonicalOptions, other: CanonicalOptions): CanonicalOptions {
  const defaults = defaultOptions(own);
  const missing = OPTION_NAMES.filter((name) => other[name] !== undefined && own[name] === undefined);
  return Object.fromEntries(missing.map((name) => [name, defaults[name]]));
}
