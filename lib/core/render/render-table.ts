import { formatCqlType } from '../model/cql-type.js';
import { quoteName } from '../model/identifier.js';
import type { ClusteringColumn, ColumnModel, TableModel } from '../model/schema-model.js';
import { renderOptions } from '../options/render-options.js';

export interface CreateTableOptions {
  /** Fixes the table's identity, so that two creators make one table. */
  readonly id?: string;
  readonly ifNotExists?: boolean;
}

/** CREATE TABLE in one line. */
export function renderCreateTable(
  table: TableModel,
  prefix: string,
  { id, ifNotExists }: CreateTableOptions = {},
): string {
  const columns = [...table.columns.map(renderColumn), `PRIMARY KEY ${renderKey(table)}`].join(', ');
  const extras = [...(id === undefined ? [] : [`ID = ${id}`]), ...renderOrder(table), ...renderOptions(table.options)];
  const suffix = extras.length === 0 ? '' : ` WITH ${extras.join(' AND ')}`;
  return `CREATE TABLE ${ifNotExists ? 'IF NOT EXISTS ' : ''}${prefix}${quoteName(table.name)} (${columns})${suffix}`;
}

export function renderColumn({ name, type, static: isStatic }: ColumnModel): string {
  return `${quoteName(name)} ${formatCqlType(type)}${isStatic ? ' static' : ''}`;
}

function renderOrder({ clusteringKey }: TableModel): readonly string[] {
  if (clusteringKey.every(({ order }) => order === 'asc')) return [];
  const columns = clusteringKey.map(({ column, order }) => `${quoteName(column)} ${order.toUpperCase()}`);
  return [`CLUSTERING ORDER BY (${columns.join(', ')})`];
}

interface Keyed {
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly ClusteringColumn[];
}

/** `((tenant, day), time)` */
export function renderKey({ partitionKey, clusteringKey }: Keyed): string {
  const names = partitionKey.map(quoteName);
  const partition = names.length === 1 ? names.join() : `(${names.join(', ')})`;
  return `(${[partition, ...clusteringKey.map(({ column }) => quoteName(column))].join(', ')})`;
}
