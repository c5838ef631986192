import { fromEachKind, type SchemaKind } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import type { Change } from './change.js';
import { diffTable } from './diff-table.js';
import { diffType } from './diff-type.js';
import { diffView } from './diff-view.js';
import { inOrder } from './order.js';

/** The changes that turn `actual` into `desired`, in an order in which they can run. Swap the arguments for the way back. */
export function diffSchema(actual: SchemaModel, desired: SchemaModel): readonly Change[] {
  return inOrder(
    fromEachKind(actual, {
      types: (types) => matched(types, desired.types, CASES.types),
      tables: (tables) => matched(tables, desired.tables, CASES.tables),
      views: (views) => matched(views, desired.views, CASES.views),
    }),
  );
}

interface Named {
  readonly name: string;
}

interface Cases<T> {
  readonly added: (to: T) => readonly Change[];
  readonly kept: (from: T, to: T) => readonly Change[];
  readonly removed: (from: T) => readonly Change[];
}

const CASES: { readonly [K in SchemaKind]: Cases<SchemaModel[K][number]> } = {
  types: {
    added: (type) => [{ kind: 'create-type', type }],
    kept: diffType,
    removed: (type) => [{ kind: 'drop-type', type }],
  },
  tables: {
    added: (table) => [
      { kind: 'create-table', table },
      ...table.indexes.map((index): Change => ({ kind: 'create-index', table: table.name, index })),
    ],
    kept: diffTable,
    removed: (table) => [{ kind: 'drop-table', table }],
  },
  views: {
    added: (view) => [{ kind: 'create-view', view }],
    kept: diffView,
    removed: (view) => [{ kind: 'drop-view', view }],
  },
};

function matched<T extends Named>(
  from: readonly T[],
  to: readonly T[],
  { added, kept, removed }: Cases<T>,
): readonly Change[] {
  const before = new Map(from.map((item) => [item.name, item]));
  const after = new Set(to.map(({ name }) => name));
  const wanted = to.flatMap((item) => {
    const existing = before.get(item.name);
    return existing ? kept(existing, item) : added(item);
  });
  return [...wanted, ...from.filter(({ name }) => !after.has(name)).flatMap(removed)];
}
