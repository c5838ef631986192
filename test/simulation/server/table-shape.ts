import { invalid } from './server-error.js';

export interface ShapeColumn {
  readonly name: string;
  readonly type: string;
  readonly kind: 'partition_key' | 'clustering' | 'regular' | 'static';
  readonly position: number;
  readonly descending: boolean;
}

/** Columns of a table as one node knows them. */
export interface TableShape {
  readonly id: string;
  readonly keyspace: string;
  readonly name: string;
  readonly defaultTtl: number;
  readonly columns: ReadonlyMap<string, ShapeColumn>;
  readonly partitionKey: readonly ShapeColumn[];
  readonly clusteringKey: readonly ShapeColumn[];
  readonly indexed: ReadonlySet<string>;
}

export function columnOf(shape: TableShape, name: string): ShapeColumn {
  const column = shape.columns.get(name);
  if (!column) throw invalid(`Undefined column name ${name} in table ${shape.keyspace}.${shape.name}`);
  return column;
}

export const isCounterTable = ({ columns }: TableShape) => [...columns.values()].some(({ type }) => type === 'counter');

export const isKey = ({ kind }: ShapeColumn) => kind === 'partition_key' || kind === 'clustering';
