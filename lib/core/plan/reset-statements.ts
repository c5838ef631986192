import type { Change } from '../diff/change.js';
import { withoutOwnTables } from '../diff/ignored.js';
import { inOrder } from '../diff/order.js';
import { isApplicable } from '../diff/risk.js';
import { type CqlType, formatCqlType } from '../model/cql-type.js';
import { quoteName } from '../model/identifier.js';
import type { OfEachKind, SchemaObjects } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import { renderChange } from '../render/render-change.js';

/** A function or an aggregate; those of one name differ in their arguments. */
export interface Routine {
  readonly kind: 'FUNCTION' | 'AGGREGATE';
  readonly name: string;
  readonly argumentTypes: readonly CqlType[];
}

/**
 * The statements that empty a keyspace, in an order in which they can run: coodie's own tables first, because a history
 * must not outlive what it tells of; then views, tables, aggregates, functions and types.
 */
export function resetStatements(schema: SchemaModel, routines: readonly Routine[]): readonly string[] {
  const { keyspace } = schema;
  const others = withoutOwnTables(schema).tables;
  const own = schema.tables.filter((table) => !others.includes(table));
  const { views, tables, types } = dropsOf({ ...schema, tables: others });
  const render = (changes: readonly Change[]) =>
    changes.filter(isApplicable).flatMap((change) => renderChange(change, keyspace));
  return [
    ...own.map(({ name }) => `DROP TABLE ${quoteName(keyspace)}.${quoteName(name)}`),
    ...render(inOrder([...views, ...tables])),
    ...dropRoutines(keyspace, 'AGGREGATE', routines),
    ...dropRoutines(keyspace, 'FUNCTION', routines),
    ...render(inOrder(types)),
  ];
}

function dropsOf({ views, tables, types }: SchemaObjects): OfEachKind<readonly Change[]> {
  return {
    views: views.map((view) => ({ kind: 'drop-view', view })),
    tables: tables.map((table) => ({ kind: 'drop-table', table })),
    types: types.map((type) => ({ kind: 'drop-type', type })),
  };
}

function dropRoutines(keyspace: string, wanted: Routine['kind'], routines: readonly Routine[]): readonly string[] {
  return routines
    .filter(({ kind }) => kind === wanted)
    .map(({ kind, name, argumentTypes }) => {
      const types = argumentTypes.map((type) => formatCqlType(thawed(type))).join(', ');
      return `DROP ${kind} ${quoteName(keyspace)}.${quoteName(name)}(${types})`;
    });
}

/** The server takes arguments for frozen, and refuses a type that says so. */
function thawed(type: CqlType): CqlType {
  return 'frozen' in type ? { ...type, frozen: false } : type;
}
