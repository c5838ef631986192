import type { CqlType } from '../../model/cql-type.js';
import { type SchemaModel, type TableModel, typesUsedBy } from '../../model/schema-model.js';
import type { Change } from '../change.js';

/** Blocks the drop of each user type that is held by a column or field that stays. `changes` have been judged otherwise. */
export function keepUsedTypes(actual: SchemaModel, changes: readonly Change[]): readonly Change[] {
  const dropped = new Set(changes.flatMap((change) => (change.kind === 'drop-type' ? [change.type.name] : [])));
  if (dropped.size === 0) return changes;
  const fields = actual.types.filter(({ name }) => !dropped.has(name)).flatMap((type) => type.fields);
  const columns = actual.tables.flatMap((table) => columnTypesLeft(table, changes));
  const used = typesUsedBy(actual.types, [...columns, ...fields.map(({ type }) => type)]);
  return changes.map((change) => {
    if (change.kind !== 'drop-type' || !used.has(change.type.name)) return change;
    const reason = `${change.type.name} is the type of a column or field that stays`;
    return { kind: 'blocked', change, obstacle: 'type-in-use', reason, advice: 'Keep the type.' };
  });
}

function columnTypesLeft({ name, columns }: TableModel, changes: readonly Change[]): readonly CqlType[] {
  if (changes.some((change) => change.kind === 'drop-table' && change.table.name === name)) return [];
  const gone = changes.flatMap((change) =>
    change.kind === 'drop-columns' && change.table === name ? change.columns.map((column) => column.name) : [],
  );
  return columns.filter((column) => !gone.includes(column.name)).map(({ type }) => type);
}
