import { formatCqlType, isMultiCell } from '../../model/cql-type.js';
import type { TableModel, ViewModel } from '../../model/schema-model.js';
import type { ApplicableChange, Change } from '../change.js';
import type { ObstacleContext, Obstacle } from './obstacle.js';

type Drop = Extract<ApplicableChange, { readonly kind: 'drop-columns' | 'drop-table' }>;

/** Views and indexes on a column or table to drop: the server drops neither under them. */
export function dropObstacle(change: Drop, { actual, changes }: ObstacleContext): Obstacle | undefined {
  const name = change.kind === 'drop-table' ? change.table.name : change.table;
  const view = actual.views.find((candidate) => candidate.baseTable === name && !isDropped(candidate, changes));
  if (view) {
    const reason = `the view ${view.name} is on ${name}`;
    return { obstacle: 'under-view', reason, advice: 'Drop the view first, in a migration.' };
  }
  const table = actual.tables.find((candidate) => candidate.name === name);
  return change.kind === 'drop-columns' ? (indexObstacle(change, table, changes) ?? typeObstacle(change)) : undefined;
}

function isDropped({ name }: ViewModel, changes: readonly Change[]): boolean {
  return changes.some((change) => change.kind === 'drop-view' && change.view.name === name);
}

type DropColumns = Extract<Drop, { readonly kind: 'drop-columns' }>;

function indexObstacle(
  { columns }: DropColumns,
  table: TableModel | undefined,
  changes: readonly Change[],
): Obstacle | undefined {
  const dropped = changes.flatMap((change) => (change.kind === 'drop-index' ? [change.index.name] : []));
  const index = table?.indexes.find(
    (candidate) => columns.some(({ name }) => name === candidate.column) && !dropped.includes(candidate.name),
  );
  if (!index) return undefined;
  const advice = 'Let sync drop it too: schema.dropRemovedIndexes; or drop it in a migration.';
  return { obstacle: 'under-index', reason: `the index ${index.name} is on ${index.column}`, advice };
}

function typeObstacle({ columns }: DropColumns): Obstacle | undefined {
  const column = columns.find(({ type }) => type.kind === 'user' && isMultiCell(type));
  if (!column) return undefined;
  const advice = 'Leave the column: the server never drops it. Its values can be set to null.';
  return {
    obstacle: 'type-not-frozen',
    reason: `${column.name} is a ${formatCqlType(column.type)} that is not frozen`,
    advice,
  };
}
