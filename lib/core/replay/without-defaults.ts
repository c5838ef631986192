import { withObjects } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import { changedOptions } from '../options/changed-options.js';
import { defaultOptions } from '../options/default-options.js';
import type { CanonicalOptions } from '../options/table-options.js';

interface WithOptions {
  readonly name: string;
  readonly options: CanonicalOptions;
}

/**
 * A schema of a server whose own default options are not known, without the options that replay left at a default:
 * what the statements name can be compared, nothing else.
 */
export function withoutDefaults(actual: SchemaModel, replayed: SchemaModel): SchemaModel {
  return withObjects(actual, {
    types: actual.types,
    tables: actual.tables.map((table) => withNamed(table, replayed.tables)),
    views: actual.views.map((view) => withNamed(view, replayed.views)),
  });
}

function withNamed<T extends WithOptions>(thing: T, replayed: readonly WithOptions[]): T {
  const same = replayed.find(({ name }) => name === thing.name);
  if (!same) return thing;
  const named = Object.keys(changedOptions(defaultOptions(same.options), same.options));
  return {
    ...thing,
    options: Object.fromEntries(Object.entries(thing.options).filter(([name]) => named.includes(name))),
  };
}
