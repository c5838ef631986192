import { quoteName } from '../model/identifier.js';
import { parseRelations } from '../model/relations.js';
import type { ClusteringColumn, SchemaModel, TableModel, ViewModel } from '../model/schema-model.js';
import { isSignificant, tokenize } from '../lexer/tokenize.js';
import { identifierOf } from '../cql/qualified-name.js';

type Names = ReadonlyMap<string, string>;

/** A table whose columns have new names; only those of the key can get one. */
export function renameKeyColumns(table: TableModel, names: Names): TableModel {
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: renamed(column.name, names) })),
    partitionKey: table.partitionKey.map((name) => renamed(name, names)),
    clusteringKey: table.clusteringKey.map((column) => renamedColumn(column, names)),
  };
}

/** The views on a table follow the new names of its key columns, in their key and in their WHERE clause. */
export function renameInViews(schema: SchemaModel, table: string, names: Names): SchemaModel {
  const follow = (view: ViewModel) => (view.baseTable === table ? renameInView(view, names) : view);
  return { ...schema, views: schema.views.map(follow) };
}

function renameInView(view: ViewModel, names: Names): ViewModel {
  return {
    ...view,
    columns: view.columns === 'all' ? 'all' : view.columns.map((name) => renamed(name, names)),
    partitionKey: view.partitionKey.map((name) => renamed(name, names)),
    clusteringKey: view.clusteringKey.map((column) => renamedColumn(column, names)),
    where: parseRelations(view.where.map((relation) => renamedIn(relation, names)).join(' AND ')),
  };
}

function renamedIn(relation: string, names: Names): string {
  const tokens = tokenize(relation);
  const name = tokens.filter(isSignificant)[0];
  return tokens
    .map((token) => {
      const column = token === name || token.kind === 'quoted-name' ? identifierOf(token) : undefined;
      const to = column === undefined ? undefined : names.get(column);
      return to === undefined ? token.text : quoteName(to);
    })
    .join('');
}

const renamed = (name: string, names: Names) => names.get(name) ?? name;

const renamedColumn = (column: ClusteringColumn, names: Names): ClusteringColumn => ({
  ...column,
  column: renamed(column.column, names),
});
