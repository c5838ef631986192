import type { Change } from '../diff/change.js';
import type { SchemaObject } from '../diff/difference.js';
import type { ServerKind } from '../options/server-profile.js';
import type { CreatesRows } from '../render/render-change.js';
import type { PlannedChange } from './plan-schema.js';

/** One statement of a plan. */
export interface Step {
  /** The table, view or type that it is about: `table products`. */
  readonly object: string;
  readonly cql: string;
  /** The table or view that it creates, where the statement may name its identity. */
  readonly creates?: CreatesRows | undefined;
  /** Whether it only adds to a table: a CREATE TABLE that runs after it leaves that as it is. */
  readonly adds: boolean;
}

/** The statements of planned changes, in order. ScyllaDB runs schema changes in one order everywhere and needs no identities. */
export function stepsOf(changes: readonly PlannedChange[], server: ServerKind | undefined): readonly Step[] {
  return changes.flatMap(({ change, differences, statements }) => {
    const object = nameOf(differences[0]?.object);
    const creates = server === 'cassandra' && createsRows(change) ? change : undefined;
    const adds = change.kind === 'add-columns' || change.kind === 'create-index';
    return statements.map((cql): Step => ({ object, cql, creates, adds }));
  });
}

function createsRows(change: Change): change is CreatesRows {
  return change.kind === 'create-table' || change.kind === 'create-view';
}

const nameOf = (object: SchemaObject | undefined) => (object ? `${object.kind} ${object.name}` : '');
