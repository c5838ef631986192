import { isNotNull, restrictedColumns } from '../model/relations.js';
import type { ClusteringColumn, ColumnModel, TableModel, ViewModel } from '../model/schema-model.js';
import { viewOptionProblems } from '../options/unsupported-options.js';
import { classNameIn, type ClassSource, type PropertySource, type SourceScope } from './class-source.js';
import { declareOptions } from './declare-options.js';
import { type Expression, type Field, objectOf, type Plain, type PlainObject } from './expression.js';
import { nameProperties, type PropertyName } from './property-names.js';
import { quoteString } from './quote-string.js';
import { columnsInOrder, withType } from './table-class.js';

/** The class of a materialized view; its properties are called as those of its table. */
export function viewClass(view: ViewModel, table: TableModel, { names, naming }: SourceScope): ClassSource {
  const base = classNameIn(names.tables, table.name);
  const properties = nameProperties(
    table.columns.map(({ name }) => name),
    naming,
  );
  return {
    ...classNameIn(names.views, view.name),
    origin: `view ${quoteString(view.name)}`,
    decorator: { name: 'MaterializedView', parameters: [definition(view, base.className, properties)] },
    properties: selectedColumns(view, table).map((column) => viewProperty(column, view, properties)),
    base,
  };
}

type Properties = ReadonlyMap<string, PropertyName>;

function definition(view: ViewModel, base: string, properties: Properties): Expression {
  const reference: Field = { name: 'of', value: { kind: 'code', text: `() => ${base}` } };
  const { partitionKey, clusteringKey } = view;
  const propertyOf = (column: string) => properties.get(column)?.property ?? column;
  const more = objectOf({
    partitionKey: partitionKey.map(propertyOf),
    clusteringKey: unlessEmpty(clusteringKey.map((key) => clusteringColumn(key, propertyOf))),
    where: unlessEmpty(declaredRelations(view)),
    options: declaredOptions(view),
  });
  return { kind: 'object', fields: [...objectOf({ name: view.name }).fields, reference, ...more.fields] };
}

function clusteringColumn({ column, order }: ClusteringColumn, propertyOf: (column: string) => string): Plain {
  return order === 'desc' ? { column: propertyOf(column), order } : propertyOf(column);
}

const unlessEmpty = <T>(items: readonly T[]) => (items.length > 0 ? items : undefined);

/** Every key column that nothing else restricts is not null: that needs no word. */
function declaredRelations(view: ViewModel): readonly string[] {
  const silent = new Map(keyOf(view).map((column) => [isNotNull(column), column]));
  const restricted = new Set(view.where.filter((relation) => !silent.has(relation)).flatMap(restrictedColumns));
  return view.where.filter((relation) => {
    const column = silent.get(relation);
    return column === undefined || restricted.has(column);
  });
}

/** Some options of a table are not for views: an older server may have stored one all the same. */
function declaredOptions({ options }: ViewModel): PlainObject | undefined {
  const allowed = Object.entries(options).filter(([name, value]) => viewOptionProblems({ [name]: value }).length === 0);
  const { declared } = declareOptions(Object.fromEntries(allowed));
  return Object.keys(declared).length > 0 ? declared : undefined;
}

function selectedColumns(view: ViewModel, table: TableModel): readonly ColumnModel[] {
  const { columns, partitionKey, clusteringKey } = view;
  const selected = table.columns.filter(({ name }) => columns === 'all' || columns.includes(name));
  return columnsInOrder({ columns: selected, partitionKey, clusteringKey });
}

/** A view of everything has no decorated property: then it grows with its table. */
function viewProperty(column: ColumnModel, view: ViewModel, properties: Properties): PropertySource {
  const { property, name } = properties.get(column.name) ?? { property: column.name, name: undefined };
  const decorators = view.columns === 'all' ? [] : [withType('Column', column, { name })];
  return { decorators, property, type: column.type, optional: !keyOf(view).includes(column.name) };
}

function keyOf({ partitionKey, clusteringKey }: ViewModel): readonly string[] {
  return [...partitionKey, ...clusteringKey.map(({ column }) => column)];
}
