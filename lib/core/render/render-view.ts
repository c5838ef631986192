import { quoteName } from '../model/identifier.js';
import type { ViewModel } from '../model/schema-model.js';
import { renderOptions } from '../options/render-options.js';
import { renderKey } from './render-table.js';

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
