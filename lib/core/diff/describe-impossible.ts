import { formatCqlType, type CqlType } from '../model/cql-type.js';
import type { ColumnModel, FieldModel, TableModel, ViewModel } from '../model/schema-model.js';
import type { BlockedChange, ImpossibleChange } from './change.js';
import {
  tableNamed,
  typeNamed,
  viewNamed,
  type Difference,
  type DifferencePart,
  type SchemaObject,
} from './difference.js';

/** A difference that no statement can remove. */
export function describeImpossible(change: Exclude<ImpossibleChange, BlockedChange>): Difference {
  switch (change.kind) {
    case 'change-key':
      return altered(keyOf(change.table, 'primary key'), [formatKey(change.from), formatKey(change.table)]);
    case 'change-clustering-order': {
      const [from, to] = [formatOrder(change.from), formatOrder(change.table.clusteringKey)];
      return altered(keyOf(change.table, 'clustering order'), [from, to]);
    }
    case 'change-column-type':
      return altered(columnOf(change), types(change.from, change.column.type));
    case 'change-static':
      return altered(columnOf(change), change.column.static ? STATIC : [STATIC[1], STATIC[0]]);
    case 'change-field-type':
      return altered(fieldOf(change), types(change.from, change.field.type));
    case 'drop-field':
      return { sign: '−', ...fieldOf(change), from: formatCqlType(change.field.type) };
    case 'change-view':
      return altered({ object: viewNamed(change.view.name) }, [formatView(change.from), formatView(change.view)]);
    case 'manage-table':
      return { sign: '~', object: tableNamed(change.table.name), from: change.reasons.join(', ') };
  }
}

interface Located {
  readonly object: SchemaObject;
  readonly part?: DifferencePart;
}

function keyOf({ name }: TableModel, part: 'primary key' | 'clustering order'): Located {
  return { object: tableNamed(name), part: { kind: 'key', name: part } };
}

function columnOf({ table, column }: { readonly table: string; readonly column: ColumnModel }): Located {
  return { object: tableNamed(table), part: { kind: 'column', name: column.name } };
}

function fieldOf({ type, field }: { readonly type: string; readonly field: FieldModel }): Located {
  return { object: typeNamed(type), part: { kind: 'field', name: field.name } };
}

function formatView(view: ViewModel): string {
  const columns = view.columns === 'all' ? '*' : view.columns.toSorted().join(', ');
  const order = view.clusteringKey.length === 0 ? '' : `, ${formatOrder(view.clusteringKey)}`;
  return `${columns} of ${view.baseTable} where ${view.where.join(' and ')} by ${formatKey(view)}${order}`;
}

const STATIC = ['regular', 'static'] as const;

/** `((tenant, day), time, id)` as in a CREATE TABLE. */
export function formatKey({ partitionKey, clusteringKey }: Pick<TableModel, 'partitionKey' | 'clusteringKey'>): string {
  const partition = partitionKey.length === 1 ? partitionKey.join() : `(${partitionKey.join(', ')})`;
  return `(${[partition, ...clusteringKey.map(({ column }) => column)].join(', ')})`;
}

/** `created_at desc, id asc`. */
export function formatOrder(clusteringKey: TableModel['clusteringKey']): string {
  return clusteringKey.map(({ column, order }) => `${column} ${order}`).join(', ');
}

type Sides = readonly [from: string, to: string];

const types = (from: CqlType, to: CqlType): Sides => [formatCqlType(from), formatCqlType(to)];

function altered(where: Located, [from, to]: Sides): Difference {
  return { sign: '~', ...where, from, to };
}
