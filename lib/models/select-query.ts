import { renderSelect, type Ordering } from '../core/query/render-query.js';
import type { RowValues } from '../core/query/row-problems.js';
import type { BoundQuery } from './cursor.js';
import type { ModelColumn, ModelTable } from './model-table.js';
import { NearestTo } from './operators.js';
import { parseWhere } from './parse-where.js';

export interface SelectRequest {
  readonly where: RowValues;
  readonly fields?: readonly string[] | undefined;
  readonly orderBy?: RowValues | undefined;
  readonly limit?: number | undefined;
  readonly allowFiltering?: boolean | undefined;
}

/** A SELECT that can be sent, and the columns that its rows have. */
export interface Selection extends BoundQuery {
  readonly columns: readonly ModelColumn[];
}

/**
 * Names every column: a column that no entity declares stays out, and one that is added later does not change the rows.
 * @throws InvalidModelCallError with everything that is wrong
 */
export function selectQuery(table: ModelTable, call: string, request: SelectRequest): Selection {
  const { where, fields, orderBy = {}, limit, allowFiltering = false } = request;
  const columns = table.columnsOf(call, fields);
  const { relations, params } = parseWhere(table, call, where);
  table.check(call, table.unknown(orderBy));
  const ordered = Object.entries(orderBy).filter(([, by]) => by !== undefined);
  const orderings = ordered.map(([property, by]) => orderingOf(table, call, property, by));
  const vectors = orderings.flatMap(({ params: more }) => more);
  const cql = renderSelect({
    keyspace: table.mapping.keyspace,
    name: table.mapping.name,
    columns: columns.map(({ column }) => column),
    relations,
    orderings,
    limited: limit !== undefined,
    allowFiltering,
  });
  return { cql, columns, params: [...params, ...vectors, ...(limit === undefined ? [] : [limit])] };
}

interface BoundOrdering extends Ordering {
  readonly params: readonly unknown[];
}

function orderingOf(table: ModelTable, call: string, property: string, by: unknown): BoundOrdering {
  const { column = property, fromModel } = table.column(property) ?? {};
  if (by instanceof NearestTo) return { column, by: 'distance', params: [fromModel?.(by.vector) ?? by.vector] };
  const direction = String(by).toLowerCase();
  if (direction === 'asc' || direction === 'desc') return { column, by: direction, params: [] };
  return table.refuse(call, [`orderBy takes 'asc', 'desc' or q.annOf(…) for ${property}, not ${String(by)}`]);
}
