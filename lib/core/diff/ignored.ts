import { patternOf } from '../model/identifier.js';
import { fromEachKind, withObjects } from '../model/schema-kinds.js';
import {
  type SchemaModel,
  type TableModel,
  type TypeModel,
  typesUsedBy,
  type ViewModel,
} from '../model/schema-model.js';

/** Patterns of the names of tables, views and user types that are none of coodie's business. */
export type Ignore = readonly string[];

/**
 * A live schema without what is ignored: the tables, views and types of such names, the views of such tables, and the types
 * that only such tables are made of. A type of one of the names in `needed` stays.
 */
export function withoutIgnored(
  schema: SchemaModel,
  ignore: Ignore = [],
  needed: ReadonlySet<string> = new Set(),
): SchemaModel {
  if (ignore.length === 0) return schema;
  const ignored = ignoredTables(schema, ignore);
  const tables = schema.tables.filter((table) => !ignored.includes(table));
  const [used, usedByIgnored] = [typesOf(schema, tables), typesOf(schema, ignored)];
  const isOthers = ({ name }: TypeModel) => isIgnored(name, ignore) || (usedByIgnored.has(name) && !used.has(name));
  return withObjects(schema, {
    tables,
    views: schema.views.filter((view) => !isIgnoredView(view, ignore)),
    types: schema.types.filter((type) => needed.has(type.name) || !isOthers(type)),
  });
}

/** The same, with every type that the tables are made of. */
export function declarableWithoutIgnored(schema: SchemaModel, ignore: Ignore): SchemaModel {
  return withoutIgnored(schema, ignore, typesOf(schema, withoutIgnored(schema, ignore).tables));
}

/** The part of a live schema that stays untouched: ignored objects, and objects that the server keeps for them. */
export function keptByIgnore(schema: SchemaModel, ignore: Ignore): SchemaModel {
  const views = schema.views.filter((view) => isIgnoredView(view, ignore));
  const tables = schema.tables.filter(
    ({ name }) => isIgnored(name, ignore) || views.some(({ baseTable }) => baseTable === name),
  );
  const ignored = schema.types.filter(({ name }) => isIgnored(name, ignore));
  const used = new Set([...typesOf(schema, tables), ...typesUsedBy(schema.types, ignored.flatMap(typesOfFields))]);
  const types = schema.types.filter((type) => ignored.includes(type) || used.has(type.name));
  return withObjects(schema, { tables, views, types });
}

/** Problems of objects that are declared and ignored at once. */
export function ignoredDeclarations(schema: SchemaModel, ignore: Ignore): readonly string[] {
  const problems = (kind: string) => (declared: readonly Declared[]) =>
    declared.flatMap(({ name, declaredBy = 'an entity' }) => {
      const pattern = patternOf(name, ignore);
      return pattern === undefined
        ? []
        : [`schema.ignore: "${pattern}" leaves ${kind} ${name} alone, but ${declaredBy} declares it`];
    });
  return fromEachKind(schema, { tables: problems('table'), views: problems('view'), types: problems('type') });
}

type Declared = Pick<TableModel, 'name' | 'declaredBy'>;

/** Problems of objects that are to be dropped and ignored at once. */
export function ignoredDrops(
  drop: { readonly tables: readonly string[]; readonly columns: readonly string[] },
  ignore: Ignore,
) {
  const named = [
    ...drop.tables.map((name) => ({ option: 'schema.drop.tables', name, table: name })),
    ...drop.columns.map((name) => ({ option: 'schema.drop.columns', name, table: name.split('.')[0] ?? '' })),
  ];
  return named.flatMap(({ option, name, table }) => {
    const pattern = patternOf(table, ignore);
    return pattern === undefined ? [] : [`${option} names ${name}, which schema.ignore leaves alone ("${pattern}")`];
  });
}

const isIgnored = (name: string, ignore: Ignore) => patternOf(name, ignore) !== undefined;

function ignoredTables({ tables }: SchemaModel, ignore: Ignore): readonly TableModel[] {
  return tables.filter(({ name }) => isIgnored(name, ignore));
}

function isIgnoredView({ name, baseTable }: ViewModel, ignore: Ignore): boolean {
  return isIgnored(name, ignore) || isIgnored(baseTable, ignore);
}

function typesOf({ types }: SchemaModel, tables: readonly TableModel[]): ReadonlySet<string> {
  return typesUsedBy(
    types,
    tables.flatMap(({ columns }) => columns.map(({ type }) => type)),
  );
}

const typesOfFields = ({ fields }: TypeModel) => fields.map(({ type }) => type);

const OWN = /^_coodie_/;

/** A schema without coodie's own tables, which no entity declares. */
export function withoutOwnTables(schema: SchemaModel): SchemaModel {
  return { ...schema, tables: schema.tables.filter(({ name }) => !OWN.test(name)) };
}
