import { formatCqlType, type CqlType } from '../model/cql-type.js';
import type { TableModel, ViewModel } from '../model/schema-model.js';
import type { BlockedChange, ImpossibleChange } from './change.js';
import type { Difference } from './difference.js';

/** The line about a difference that no statement can remove. */
export function describeImpossible(change: Exclude<ImpossibleChange, BlockedChange>): Difference {
  switch (change.kind) {
    case 'change-key':
      return altered(change.table.name, 'primary key', [formatKey(change.from), formatKey(change.table)]);
    case 'change-clustering-order': {
      const [from, to] = [formatOrder(change.from), formatOrder(change.table.clusteringKey)];
      return altered(change.table.name, 'clustering order', [from, to]);
    }
    case 'change-column-type':
      return altered(change.table, change.column.name, types(change.from, change.column.type));
    case 'change-static':
      return altered(change.table, change.column.name, change.column.static ? STATIC : STATIC.toReversed());
    case 'change-field-type':
      return altered(change.type, `field ${change.field.name}`, types(change.from, change.field.type));
    case 'drop-field':
      return line('−', change.type, `field ${change.field.name}`, formatCqlType(change.field.type));
    case 'change-view':
      return altered(change.view.name, 'view', [formatView(change.from), formatView(change.view)]);
    case 'manage-table':
      return line('~', change.table.name, 'table', change.reasons.join(', '));
  }
}

function formatView(view: ViewModel): string {
  const columns = view.columns === 'all' ? '*' : view.columns.toSorted().join(', ');
  const order = view.clusteringKey.length === 0 ? '' : `, ${formatOrder(view.clusteringKey)}`;
  return `${columns} of ${view.baseTable} where ${view.where.join(' and ')} by ${formatKey(view)}${order}`;
}

const STATIC = ['regular', 'static'];

/** `((tenant, day), time, id)` as in a CREATE TABLE. */
export function formatKey({ partitionKey, clusteringKey }: Pick<TableModel, 'partitionKey' | 'clusteringKey'>): string {
  const partition = partitionKey.length === 1 ? partitionKey.join() : `(${partitionKey.join(', ')})`;
  return `(${[partition, ...clusteringKey.map(({ column }) => column)].join(', ')})`;
}

/** `created_at desc, id asc`. */
export function formatOrder(clusteringKey: TableModel['clusteringKey']): string {
  return clusteringKey.map(({ column, order }) => `${column} ${order}`).join(', ');
}

const types = (from: CqlType, to: CqlType) => [formatCqlType(from), formatCqlType(to)];

function altered(group: string, subject: string, fromTo: readonly string[]): Difference {
  return line('~', group, subject, fromTo.join(' → '));
}

function line(sign: Difference['sign'], group: string, subject: string, detail: string): Difference {
  return { sign, group, subject, detail };
}
