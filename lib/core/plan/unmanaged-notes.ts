import { type SchemaObject, tableNamed, typeNamed, viewNamed } from '../diff/difference.js';
import { isKnownIndexClass } from '../model/index-class.js';
import { fromEachKind } from '../model/schema-kinds.js';
import { isManageable, type SchemaModel, type TableModel } from '../model/schema-model.js';

/** Something in the database that coodie does not know and leaves alone; no difference. */
export interface SchemaNote {
  readonly object: SchemaObject;
  /** `compact storage`, `option extensions`, `index i of class com.example.Index`. */
  readonly text: string;
}

/** Notes on what coodie does not manage of a live schema, except what stands in the way of an entity and is refused. */
export function unmanagedNotes(actual: SchemaModel, desired: SchemaModel): readonly SchemaNote[] {
  const declared = (name: string) => desired.tables.find((table) => table.name === name);
  return fromEachKind(actual, {
    types: (types) => types.flatMap((type) => notes(typeNamed(type.name), type.unmanaged)),
    tables: (tables) =>
      tables.flatMap((table) => notes(tableNamed(table.name), textsOfTable(table, declared(table.name)))),
    views: (views) => views.flatMap((view) => notes(viewNamed(view.name), view.unmanaged)),
  });
}

function notes(object: SchemaObject, texts: readonly string[] = []): readonly SchemaNote[] {
  return texts.map((text) => ({ object, text }));
}

function textsOfTable(table: TableModel, declared: TableModel | undefined): readonly string[] {
  const masks = table.columns.flatMap(({ name, mask }) =>
    mask === undefined ? [] : [`mask ${mask} of column ${name}`],
  );
  if (!isManageable(table)) return declared ? [] : [...table.unmanaged, ...masks];
  const strange = table.indexes.filter(
    ({ name, using }) => !isKnownIndexClass(using) && !declared?.indexes.some((index) => index.name === name),
  );
  return [...table.unmanaged, ...masks, ...strange.map(({ name, using }) => `index ${name} of class ${using}`)];
}
