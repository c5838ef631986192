import type { Naming } from '../entity/naming.js';
import { fromEachKind } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import { nameClasses } from './class-names.js';
import type { ClassSource, SourceScope } from './class-source.js';
import { pullable } from './pullable.js';
import { renderClass, type SourceFile } from './render-class.js';
import { renderIndex } from './render-index.js';
import { tableClass } from './table-class.js';
import { typeClass } from './type-class.js';
import { viewClass } from './view-class.js';

/** The entity classes of a schema: a file for each table, view and user type, and an index of them all. */
export function renderSources(schema: SchemaModel, naming: Naming = 'snake_case'): readonly SourceFile[] {
  const { schema: declarable, notes } = pullable(schema);
  const names = nameClasses(declarable);
  const classes = classesOf({ schema: declarable, names, naming });
  const inOrder = classes.toSorted((a, b) => (a.module < b.module ? -1 : 1));
  return [...inOrder.map((source) => renderClass(source, names)), renderIndex(inOrder, notes)];
}

function classesOf(scope: SourceScope): readonly ClassSource[] {
  return fromEachKind(scope.schema, {
    types: (types) => types.map((type) => typeClass(type, scope)),
    tables: (tables) => tables.map((table) => tableClass(table, scope)),
    views: (views) =>
      views.flatMap((view) => {
        const base = scope.schema.tables.find(({ name }) => name === view.baseTable);
        return base ? [viewClass(view, base, scope)] : [];
      }),
  });
}
