import { formatCqlType, userTypesIn } from '../model/cql-type.js';
import {
  type IndexModel,
  keyColumns,
  type SchemaModel,
  type TableModel,
  type TypeModel,
  type ViewModel,
} from '../model/schema-model.js';
import { columnsInOrder } from '../source/table-class.js';

/** A schema as boxes and links, without positions. */
export interface Diagram {
  readonly keyspace: string;
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
}

export type BoxKind = 'type' | 'table' | 'view';

/** A user type, a table or a materialized view. */
export interface Box {
  /** Kind and name: a type and a table may be called alike. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly name: string;
  /** The table of a view. */
  readonly of: string | undefined;
  readonly comment: string | undefined;
  readonly rows: readonly BoxRow[];
}

/** A column or field. */
export interface BoxRow {
  readonly name: string;
  readonly type: string;
  readonly key: 'partition' | 'clustering' | undefined;
  /** Order of a clustering column. */
  readonly order: 'asc' | 'desc' | undefined;
  readonly static: boolean;
  readonly indexes: readonly IndexModel[];
}

/** A link from a table or type to a type that it uses, or from a view to its table. */
export interface Link {
  readonly kind: 'uses' | 'of';
  readonly from: string;
  readonly to: string;
  /** Columns or fields that the type is used in; none for a view. */
  readonly by: readonly string[];
}

/** The diagram of a keyspace; objects of further keyspaces are named with theirs. */
export function diagramOf([own, ...others]: readonly SchemaModel[]): Diagram {
  const parts = [...(own ? [partOf(own, '')] : []), ...others.map((schema) => partOf(schema, `${schema.keyspace}.`))];
  return {
    keyspace: own?.keyspace ?? '',
    boxes: parts.flatMap(({ boxes }) => boxes),
    links: parts.flatMap(({ links }) => links),
  };
}

function partOf({ types, tables, views }: SchemaModel, prefix: string): Pick<Diagram, 'boxes' | 'links'> {
  const id = (kind: BoxKind, name: string) => `${kind} ${prefix}${name}`;
  const named = new Map(tables.map((table) => [table.name, table]));
  const boxes = [
    ...types.map(typeBox),
    ...tables.map(tableBox),
    ...views.map((view) => viewBox(view, named.get(view.baseTable))),
  ]
    .map((box) => ({ ...box, id: id(box.kind, box.name), name: prefix + box.name }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const uses = [
    ...types.flatMap(({ name, fields }) => usesOf(id('type', name), fields)),
    ...tables.flatMap(({ name, columns }) => usesOf(id('table', name), columns)),
  ].map(({ to, ...link }) => ({ ...link, to: id('type', to) }));
  const ofs = views.map(({ name, baseTable }) => viewLink(id('view', name), id('table', baseTable)));
  const ids = new Set(boxes.map((box) => box.id));
  return { boxes, links: [...uses, ...ofs].filter(({ to }) => ids.has(to)) };
}

type Unplaced = Omit<Box, 'id'>;

function typeBox({ name, fields }: TypeModel): Unplaced {
  const rows = fields.map((field) => ({ ...PLAIN, name: field.name, type: formatCqlType(field.type) }));
  return { kind: 'type', name, of: undefined, comment: undefined, rows };
}

const PLAIN = { key: undefined, order: undefined, static: false, indexes: [] } as const;

function tableBox(table: TableModel): Unplaced {
  const rows = columnsInOrder(table).map((column) => ({
    name: column.name,
    type: formatCqlType(column.type),
    ...roleOf(table, column.name),
    static: column.static,
    indexes: table.indexes.filter((index) => index.column === column.name).toSorted(byName),
  }));
  return { kind: 'table', name: table.name, of: undefined, comment: commentOf(table), rows };
}

/** A view has the types of its table, and its own key. */
function viewBox(view: ViewModel, base: TableModel | undefined): Unplaced {
  const columns = new Map(base?.columns.map((column) => [column.name, column] as const));
  const key = keyColumns(view);
  const named = view.columns === 'all' ? [...columns.keys()] : view.columns;
  const others = named.filter((name) => !key.includes(name)).toSorted();
  const rows = [...key, ...others].map((name) => {
    const column = columns.get(name);
    return { ...PLAIN, name, type: column ? formatCqlType(column.type) : '', ...roleOf(view, name) };
  });
  return { kind: 'view', name: view.name, of: view.baseTable, comment: commentOf(view), rows };
}

function roleOf({ partitionKey, clusteringKey }: Pick<TableModel, 'partitionKey' | 'clusteringKey'>, name: string) {
  const order = clusteringKey.find(({ column }) => column === name)?.order;
  if (partitionKey.includes(name)) return { key: 'partition', order: undefined } as const;
  return { key: order ? ('clustering' as const) : undefined, order };
}

function commentOf({ options }: Pick<TableModel, 'options'>): string | undefined {
  const { comment } = options;
  return typeof comment === 'string' && comment !== '' ? comment : undefined;
}

/** One link for each type, whatever number of columns are of it. */
function usesOf(
  from: string,
  columns: readonly Pick<TableModel['columns'][number], 'name' | 'type'>[],
): readonly Link[] {
  const used = columns.flatMap(({ name, type }) => userTypesIn(type).map((to) => ({ to, name })));
  return [...new Set(used.map(({ to }) => to))].toSorted().map((to) => {
    const by = used.filter((use) => use.to === to).map(({ name }) => name);
    return { kind: 'uses', from, to, by: [...new Set(by)].toSorted() };
  });
}

const viewLink = (from: string, to: string): Link => ({ kind: 'of', from, to, by: [] });
const byName = (a: IndexModel, b: IndexModel) => (a.name < b.name ? -1 : 1);
