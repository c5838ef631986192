import { InvalidEntitiesError } from '../model/errors.js';
import type { Problem } from '../model/problem.js';
import type { SchemaModel, TableModel, TypeModel, ViewModel } from '../model/schema-model.js';
import { validateSchema } from '../model/validate-schema.js';
import { recordOf, type ClassRecord, type EntityClass } from './metadata.js';
import type { Naming } from './naming.js';
import { parseTable } from './parse-table.js';
import { parseUserType } from './parse-user-type.js';
import { parseView } from './parse-view.js';

export interface EntityScope {
  readonly keyspace: string;
  readonly naming?: Naming | undefined;
}

/**
 * Reads entity classes into the schema that they declare.
 * @throws InvalidEntitiesError with every problem of every class
 */
export function parseEntities(entities: readonly EntityClass[], scope: EntityScope): SchemaModel {
  const problems: Problem[] = [];
  const parsed = [...new Set(entities)].map((entity) => parseEntity(entity, scope.naming ?? 'snake_case', problems));
  const schema: SchemaModel = {
    keyspace: scope.keyspace,
    types: parsed.flatMap(({ type }) => type ?? []),
    tables: parsed.flatMap(({ table }) => table ?? []),
    views: parsed.flatMap(({ view }) => view ?? []),
  };
  const found = [...problems, ...validateSchema(schema)];
  if (found.length > 0) throw new InvalidEntitiesError(found);
  return schema;
}

interface Parsed {
  readonly table?: TableModel;
  readonly type?: TypeModel;
  readonly view?: ViewModel;
}

function parseEntity(entity: EntityClass | undefined, naming: Naming, problems: Problem[]): Parsed {
  const kind = kindOf(entity, problems);
  if (entity === undefined || kind === undefined) return {};
  switch (kind.kind) {
    case 'table':
      return { table: parseTable(entity, { ...kind, naming, problems }) };
    case 'view':
      return { view: parseView(entity, kind, { name: kind.name, naming, problems }) };
    case 'type':
      return { type: parseUserType(entity, { ...kind, naming, problems }) };
  }
}

function kindOf(entity: EntityClass | undefined, problems: Problem[]): ClassRecord | undefined {
  if (typeof entity !== 'function') {
    const message = 'is no class: where it is imported, two files may import each other in a circle';
    problems.push({ where: String(entity), message });
    return undefined;
  }
  const { classes } = recordOf(entity);
  if (classes.length !== 1) {
    const message =
      classes.length === 0
        ? 'is no entity: it has no @Entity(), @UserType() or @MaterializedView()'
        : 'is declared twice';
    problems.push({ where: entity.name, message });
  }
  return classes[0];
}
