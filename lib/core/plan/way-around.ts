import { renderCreateTable } from '../render/render-table.js';
import type { Change } from '../diff/change.js';
import { formatCqlType } from '../model/cql-type.js';
import { quoteName } from '../model/identifier.js';
import type { ColumnModel, TableModel } from '../model/schema-model.js';

/** Steps for migrations in place of a change that no statement can make; empty if there are none. */
export function wayAround(change: Change): readonly string[] {
  switch (change.kind) {
    case 'change-key':
    case 'change-clustering-order':
      return throughNewTable(change.table);
    case 'change-column-type':
    case 'change-static':
      return throughNewColumn(change.table, change.column);
    default:
      return [];
  }
}

function throughNewTable(table: TableModel): readonly string[] {
  return [
    renderCreateTable({ ...table, name: `${table.name}_new` }, ''),
    `-- copy every row of ${quoteName(table.name)}, let the application write both, then read the new one`,
    `DROP TABLE ${quoteName(table.name)}`,
  ];
}

function throughNewColumn(table: string, { name, type, static: isStatic }: ColumnModel): readonly string[] {
  const added = quoteName(`${name}_new`);
  return [
    `ALTER TABLE ${quoteName(table)} ADD ${added} ${formatCqlType(type)}${isStatic ? ' static' : ''}`,
    `-- copy ${quoteName(name)} to ${added} in every row, let the application write both, then read the new one`,
    `ALTER TABLE ${quoteName(table)} DROP ${quoteName(name)}`,
  ];
}
