import { formatCqlType } from '../model/cql-type.js';
import { quoteName } from '../model/identifier.js';
import type { ClusteringColumn, ColumnModel, TableModel, ViewModel } from '../model/schema-model.js';
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

/** CREATE MATERIALIZED VIEW in one line; the order is always written, as its default depends on the base table. */
export function renderCreateView(view: ViewModel, prefix: string, id?: string): string {
  const columns = view.columns === 'all' ? '*' : view.columns.map(quoteName).join(', ');
  const order = view.clusteringKey.map(
    ({ column, order: direction }) => `${quoteName(column)} ${direction.toUpperCase()}`,
  );
  const ordering = order.length === 0 ? [] : [`CLUSTERING ORDER BY (${order.join(', ')})`];
  const extras = [...(id === undefined ? [] : [`ID = ${id}`]), ...ordering, ...renderOptions(view.options)];
  const suffix = extras.length === 0 ? '' : ` WITH ${extras.join(' AND ')}`;
  return (
    `CREATE MATERIALIZED VIEW ${prefix}${quoteName(view.name)} AS SELECT ${columns} FROM ${prefix}${quoteName(view.baseTable)} ` +
    `WHERE ${view.where.join(' AND ')} PRIMARY KEY ${renderKey(view)}${suffix}`
  );
}
