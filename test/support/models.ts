import type { CqlType } from '../../lib/core/model/cql-type.js';
import { parseCqlType } from '../../lib/core/model/parse-cql-type.js';
import type {
  ClusteringColumn,
  ColumnModel,
  IndexModel,
  TableModel,
  TypeModel,
  ViewModel,
} from '../../lib/core/model/schema-model.js';

type TypeText = string | CqlType;

const typeOf = (type: TypeText): CqlType => (typeof type === 'string' ? parseCqlType(type) : type);

export function column(name: string, type: TypeText, isStatic = false): ColumnModel {
  return { name, type: typeOf(type), static: isStatic };
}

export interface TableParts extends Partial<Omit<TableModel, 'name' | 'columns' | 'clusteringKey'>> {
  /** By name. */
  readonly columns?: Readonly<Record<string, TypeText>>;
  readonly statics?: Readonly<Record<string, TypeText>>;
  readonly clustering?: Readonly<Record<string, ClusteringColumn['order']>>;
}

/** A declared table; its key is `id int`, its clustering columns are of type int where nothing else is said. */
export function table(
  name: string,
  { columns = {}, statics = {}, clustering = {}, ...rest }: TableParts = {},
): TableModel {
  const keys = Object.fromEntries(['id', ...Object.keys(clustering)].map((key) => [key, 'int' as TypeText]));
  const all = Object.entries({ ...keys, ...columns }).map(([key, type]) => column(key, type));
  return {
    name,
    columns: [...all, ...Object.entries(statics).map(([key, type]) => column(key, type, true))],
    partitionKey: ['id'],
    clusteringKey: Object.entries(clustering).map(([key, order]) => ({ column: key, order })),
    indexes: [],
    options: {},
    droppedColumns: [],
    unmanaged: [],
    ...rest,
  };
}

export function userType(name: string, fields: Readonly<Record<string, TypeText>>): TypeModel {
  return { name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type: typeOf(type) })) };
}

export function index(name: string, columnName: string, more: Partial<IndexModel> = {}): IndexModel {
  return { name, column: columnName, target: 'values', options: {}, ...more };
}

export function view(name: string, baseTable: string, parts: Partial<ViewModel>): ViewModel {
  return { name, baseTable, columns: 'all', partitionKey: [], clusteringKey: [], where: [], options: {}, ...parts };
}
