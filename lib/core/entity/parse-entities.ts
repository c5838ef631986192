import { messageOf } from '../error.js';
import { InvalidEntitiesError, type Problem } from '../model/errors.js';
import {
  type SchemaModel,
  type TableModel,
  type TypeModel,
  typesUsedBy,
  type ViewModel,
} from '../model/schema-model.js';
import { describeValue } from '../text/visible.js';
import { validateSchema } from '../validate/validate-schema.js';
import { combinationProblems, DECORATOR_OF, misuseProblems } from './combination-problems.js';
import { type ClassRecord, type EntityClass, recordOf } from './metadata.js';
import type { Naming } from './naming.js';
import { classNameOf, parseProperties, type Reading } from './parse-property.js';
import { parseTable } from './parse-table.js';
import { parseView } from './parse-view.js';

export interface EntityScope {
  readonly keyspace: string;
  readonly naming?: Naming | undefined;
}

/**
 * Reads entity classes into the schemas that they declare: that of the connection's keyspace first, then one for each
 * other keyspace that an entity names.
 * @throws InvalidEntitiesError with every problem of every class
 */
export function parseEntities(entities: readonly EntityClass[], scope: EntityScope): readonly SchemaModel[] {
  const problems: Problem[] = [];
  const parsed = [...new Set(entities)].map((entity) => parseEntity(entity, scope.naming ?? 'snake_case', problems));
  const keyspaces = new Set([scope.keyspace, ...parsed.flatMap(({ keyspace }) => keyspace ?? [])]);
  const schemas = [...keyspaces].map((keyspace) => schemaOf(keyspace, parsed, scope.keyspace));
  const found = [...problems, ...schemas.flatMap(validateSchema)];
  if (found.length > 0) throw new InvalidEntitiesError(found);
  return schemas;
}

interface Parsed {
  readonly keyspace?: string | undefined;
  readonly table?: TableModel;
  readonly type?: TypeModel;
  readonly view?: ViewModel;
}

/** A type without a keyspace of its own is for every keyspace that uses it. */
function schemaOf(keyspace: string, parsed: readonly Parsed[], connection: string): SchemaModel {
  const here = parsed.filter((entity) => (entity.keyspace ?? connection) === keyspace);
  const tables = here.flatMap(({ table }) => table ?? []);
  const types = here.flatMap(({ type }) => type ?? []);
  const shared = parsed.filter((entity) => entity.keyspace === undefined).flatMap(({ type }) => type ?? []);
  const used = typesUsedBy(
    shared,
    tables.flatMap(({ columns }) => columns.map(({ type }) => type)),
  );
  return {
    keyspace,
    types: keyspace === connection ? types : [...types, ...shared.filter(({ name }) => used.has(name))],
    tables,
    views: here.flatMap(({ view }) => view ?? []),
  };
}

function parseEntity(entity: EntityClass | undefined, naming: Naming, problems: Problem[]): Parsed {
  const kind = kindOf(entity, problems);
  if (entity === undefined || kind === undefined) return {};
  problems.push(...combinationProblems(entity));
  switch (kind.kind) {
    case 'table':
      return { keyspace: kind.keyspace, table: parseTable(entity, { ...kind, naming, problems }) };
    case 'view': {
      const base = baseOf(entity, kind.base, problems);
      if (!base) return {};
      const view = parseView(entity, { ...kind, base: () => base }, { name: kind.name, naming, problems });
      return { keyspace: keyspaceOf(base), view };
    }
    case 'type':
      return { keyspace: kind.keyspace, type: parseUserType(entity, { ...kind, naming, problems }) };
  }
}

/** The entity that a view follows; `of` is the user's own function. */
function baseOf(entity: EntityClass, of: () => EntityClass, problems: Problem[]): EntityClass | undefined {
  const where = entity.name;
  if (recordOf(of as unknown as EntityClass).classes.length > 0) {
    problems.push({ where, message: `of must be a function that returns the class: write of: () => ${of.name}` });
    return undefined;
  }
  try {
    const base: unknown = of();
    if (typeof base === 'function') return base as EntityClass;
    problems.push({ where, message: `of must return an entity, not ${describeValue(base)}: ${CIRCLE}` });
  } catch (error) {
    problems.push({ where, message: `of cannot be called: ${messageOf(error)}` });
  }
  return undefined;
}

const CIRCLE = 'where the entity is imported, two files may import each other in a circle';

/** A view lives where its base table does. */
function keyspaceOf(base: EntityClass): string | undefined {
  return recordOf(base).classes.flatMap((record) => (record.kind === 'table' ? (record.keyspace ?? []) : []))[0];
}

function kindOf(entity: EntityClass | undefined, problems: Problem[]): ClassRecord | undefined {
  if (typeof entity !== 'function') {
    problems.push({ where: describeValue(entity), message: `is no class: ${CIRCLE}` });
    return undefined;
  }
  const { classes } = recordOf(entity);
  const misuses = misuseProblems(entity);
  problems.push(...misuses);
  if (classes.length === 0 && !misuses.some(({ where }) => where === entity.name)) {
    const message = 'is no entity: it has no @Entity(), @UserType() or @MaterializedView()';
    problems.push({ where: entity.name || 'a function', message });
  }
  return classes[0];
}

function parseUserType(entity: EntityClass, reading: Reading): TypeModel {
  const { properties, indexes } = recordOf(entity);
  const parsed = parseProperties(entity.name, properties, reading);
  for (const { record, declaredBy } of parsed.filter(({ record: { role } }) => role !== 'field')) {
    const message = `a user type has fields: write @Field, not ${DECORATOR_OF[record.role]}`;
    reading.problems.push({ where: declaredBy, message });
  }
  for (const { property } of indexes) {
    reading.problems.push({ where: `${entity.name}.${property}`, message: 'a field of a user type cannot be indexed' });
  }
  const fields = parsed.map(({ name, type, declaredBy }) => ({ name, type, declaredBy }));
  return { name: classNameOf(entity.name, reading), fields, declaredBy: entity.name };
}
