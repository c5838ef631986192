import { renderChange } from '../render/render-change.js';
import type { Change } from '../diff/change.js';
import { inOrder } from '../diff/order.js';
import { withoutOwnTables } from '../diff/scope.js';
import { isApplicable } from '../diff/risk.js';
import { formatCqlType, type CqlType } from '../model/cql-type.js';
import { quoteName } from '../model/identifier.js';
import type { SchemaModel } from '../model/schema-model.js';

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
  const drops = inOrder([
    ...schema.views.map((view): Change => ({ kind: 'drop-view', view })),
    ...others.map((table): Change => ({ kind: 'drop-table', table })),
  ]);
  const types = inOrder(schema.types.map((type): Change => ({ kind: 'drop-type', type })));
  const render = (changes: readonly Change[]) =>
    changes.filter(isApplicable).flatMap((change) => renderChange(change, keyspace));
  return [
    ...own.map(({ name }) => `DROP TABLE ${quoteName(keyspace)}.${quoteName(name)}`),
    ...render(drops),
    ...dropRoutines(keyspace, 'AGGREGATE', routines),
    ...dropRoutines(keyspace, 'FUNCTION', routines),
    ...render(types),
  ];
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
