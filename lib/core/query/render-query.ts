import { quoteName } from '../model/identifier.js';

/** A table or view, by its exact names. */
export interface QueryTarget {
  readonly keyspace: string;
  readonly name: string;
}

export const RELATION_OPERATORS = ['=', 'IN', '<', '<=', '>', '>=', '!=', 'CONTAINS', 'CONTAINS KEY'] as const;
export type RelationOperator = (typeof RELATION_OPERATORS)[number];

/** A condition on one column; its value is bound. */
export interface BoundRelation {
  readonly column: string;
  readonly operator: RelationOperator;
}

/** An order by a clustering column, or by the distance from a vector that is bound. */
export interface Ordering {
  readonly column: string;
  readonly by: 'asc' | 'desc' | 'distance';
}

export interface SelectQuery extends QueryTarget {
  readonly columns: readonly string[];
  readonly relations: readonly BoundRelation[];
  readonly orderings: readonly Ordering[];
  /** Whether the number of rows is bound, after everything else. */
  readonly limited: boolean;
  readonly allowFiltering: boolean;
}

export interface DeleteQuery extends QueryTarget {
  readonly relations: readonly BoundRelation[];
}

/** SELECT with a question mark for every value: those of the relations, of the order, then the limit. */
export function renderSelect({
  columns,
  relations,
  orderings,
  limited,
  allowFiltering,
  ...target
}: SelectQuery): string {
  return [
    `SELECT ${columns.map(quoteName).join(', ')} FROM ${renderTarget(target)}`,
    ...renderWhere(relations),
    ...(orderings.length > 0 ? [`ORDER BY ${orderings.map(renderOrdering).join(', ')}`] : []),
    ...(limited ? ['LIMIT ?'] : []),
    ...(allowFiltering ? ['ALLOW FILTERING'] : []),
  ].join(' ');
}

/** DELETE of every row that the relations name. */
export function renderDelete({ relations, ...target }: DeleteQuery): string {
  return [`DELETE FROM ${renderTarget(target)}`, ...renderWhere(relations)].join(' ');
}

function renderTarget({ keyspace, name }: QueryTarget): string {
  return `${quoteName(keyspace)}.${quoteName(name)}`;
}

function renderWhere(relations: readonly BoundRelation[]): readonly string[] {
  if (relations.length === 0) return [];
  return [`WHERE ${relations.map(({ column, operator }) => `${quoteName(column)} ${operator} ?`).join(' AND ')}`];
}

function renderOrdering({ column, by }: Ordering): string {
  return by === 'distance' ? `${quoteName(column)} ANN OF ?` : `${quoteName(column)} ${by.toUpperCase()}`;
}
