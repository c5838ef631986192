import { withObjects } from '../model/schema-kinds.js';
import { type ColumnModel, isManageable, type SchemaModel, type TableModel } from '../model/schema-model.js';
import { validateSchema } from '../validate/validate-schema.js';
import { declareOptions } from './declare-options.js';

/** Part of a schema that entities can declare, and notes on the rest. */
export interface Pullable {
  readonly schema: SchemaModel;
  readonly notes: readonly string[];
}

/** Leaves out what no entity can declare. */
export function pullable(schema: SchemaModel): Pullable {
  const tables = schema.tables.filter(isManageable).map(withoutStrangeIndexes);
  const views = schema.views.filter(({ baseTable }) => tables.some(({ name }) => name === baseTable));
  const declarable = withObjects(schema, { types: schema.types, tables, views });
  const lost = schema.views.filter((view) => !views.includes(view));
  return {
    schema: declarable,
    notes: [
      ...schema.tables.flatMap(notesOfTable),
      ...lost.map(({ name, baseTable }) => `Left out: view ${name}, as its table ${baseTable} is.`),
      ...[...tables, ...views].flatMap(notesOfOptions),
      ...validateSchema(declarable).map(({ where, message }) => `No entity may declare this: ${where}: ${message}.`),
    ],
  };
}

function withoutStrangeIndexes(table: TableModel): TableModel {
  const isOnColumn = (column: string) => table.columns.some(({ name }) => name === column);
  return { ...table, indexes: table.indexes.filter(({ column }) => isOnColumn(column)) };
}

function notesOfTable(table: TableModel): readonly string[] {
  if (!isManageable(table)) return [`Left out: table ${table.name}: ${table.unmanaged.join(', ')}.`];
  const { indexes } = withoutStrangeIndexes(table);
  return [
    ...table.unmanaged.map((what) => `Not managed: ${what} of ${table.name}.`),
    ...table.columns.flatMap((column) => notesOfMask(table.name, column)),
    ...table.indexes
      .filter((index) => !indexes.includes(index))
      .map(({ name }) => `Left out: index ${name} of ${table.name}, which is on no single column.`),
  ];
}

function notesOfMask(table: string, { name, mask }: ColumnModel): readonly string[] {
  if (mask === undefined) return [];
  return [`Not copied: mask ${mask} of column ${name} of ${table}. In a copy of the table everybody sees the values.`];
}

function notesOfOptions({ name, options }: Pick<TableModel, 'name' | 'options'>): readonly string[] {
  return declareOptions(options).leftOut.map((option) => `Not managed: option ${option} of ${name}.`);
}
