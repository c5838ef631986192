import type { Problem } from '../model/errors.js';
import { duplicates } from '../model/identifier.js';
import { knownTypes } from '../model/known-types.js';
import { fromEachKind } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import { validateTable } from './validate-table.js';
import { validateType } from './validate-type.js';
import { validateView } from './validate-view.js';

/** Everything in a declared schema that no server would take, found without asking one. */
export function validateSchema(schema: SchemaModel): readonly Problem[] {
  const known = knownTypes(schema.types);
  return [
    ...twice('table', [...schema.tables, ...schema.views]),
    ...twice('user type', schema.types),
    ...twice(
      'index',
      schema.tables.flatMap(({ indexes }) => indexes),
    ),
    ...fromEachKind(schema, {
      types: (types) => types.flatMap((type) => validateType(type, known)),
      tables: (tables) => tables.flatMap((table) => validateTable(table, known)),
      views: (views) => views.flatMap((view) => validateView(view, schema.tables)),
    }),
  ];
}

interface Named {
  readonly name: string;
  readonly declaredBy?: string | undefined;
}

function twice(what: string, things: readonly Named[]): readonly Problem[] {
  return duplicates(things).map(({ name, declaredBy }) => ({
    where: declaredBy ?? name,
    message: `${what} ${name} is declared twice`,
  }));
}
