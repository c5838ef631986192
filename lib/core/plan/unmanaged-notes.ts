import { isKnownIndexClass } from '../model/index-class.js';
import { isManageable } from '../model/manageable.js';
import type { SchemaModel, TableModel } from '../model/schema-model.js';

/** Something in the database that coodie does not know and leaves alone; no difference. */
export interface SchemaNote {
  /** The table, type or view. */
  readonly group: string;
  /** `compact storage`, `option extensions`, `index i of class com.example.Index`. */
  readonly text: string;
}

/** What coodie does not manage of a live schema, but for what stands in the way of an entity and is refused. */
export function unmanagedNotes(actual: SchemaModel, desired: SchemaModel): readonly SchemaNote[] {
  return [...actual.types, ...actual.tables, ...actual.views].flatMap((thing) => {
    const table = desired.tables.find(({ name }) => name === thing.name);
    const texts = 'indexes' in thing ? textsOfTable(thing, table) : (thing.unmanaged ?? []);
    return texts.map((text) => ({ group: thing.name, text }));
  });
}

function textsOfTable(table: TableModel, declared: TableModel | undefined): readonly string[] {
  if (!isManageable(table)) return declared ? [] : table.unmanaged;
  const strange = table.indexes.filter(
    ({ name, using }) => !isKnownIndexClass(using) && !declared?.indexes.some((index) => index.name === name),
  );
  return [...table.unmanaged, ...strange.map(({ name, using }) => `index ${name} of class ${using}`)];
}
