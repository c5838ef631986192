import { userTypesIn } from '../model/cql-type.js';
import type { TypeModel } from '../model/schema-model.js';
import type { Change } from './change.js';

// Objects that others depend on are created first and dropped last.
const RANK: Readonly<Record<Change['kind'], number>> = {
  'create-type': 0,
  'add-field': 1,
  'create-table': 2,
  'add-columns': 3,
  'alter-options': 4,
  'alter-view-options': 5,
  // Before an equal one of another name is made, which the server would call a duplicate.
  'drop-index': 6,
  'create-index': 7,
  'replace-index': 8,
  'create-view': 9,
  'drop-view': 10,
  'drop-columns': 11,
  'drop-table': 12,
  'drop-type': 13,
  'change-key': 14,
  'change-clustering-order': 14,
  'change-column-type': 14,
  'change-static': 14,
  'drop-field': 14,
  'change-field-type': 14,
  'change-view': 14,
  'manage-table': 14,
  blocked: 14,
};

export function inOrder(changes: readonly Change[]): readonly Change[] {
  const created = byDependency(changes.flatMap((change) => (change.kind === 'create-type' ? [change.type] : [])));
  const dropped = byDependency(changes.flatMap((change) => (change.kind === 'drop-type' ? [change.type] : [])));
  const others = changes.filter(({ kind }) => kind !== 'create-type' && kind !== 'drop-type');
  const all: readonly Change[] = [
    ...created.map((type): Change => ({ kind: 'create-type', type })),
    ...others,
    ...dropped.toReversed().map((type): Change => ({ kind: 'drop-type', type })),
  ];
  return all.toSorted((a, b) => RANK[a.kind] - RANK[b.kind]);
}

/** Types after the types that they are made of. */
function byDependency(types: readonly TypeModel[]): readonly TypeModel[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  const placed = new Map<string, TypeModel>();
  const place = (type: TypeModel, path: ReadonlySet<string>): void => {
    if (placed.has(type.name) || path.has(type.name)) return;
    for (const name of type.fields.flatMap((field) => userTypesIn(field.type))) {
      const needed = byName.get(name);
      if (needed) place(needed, new Set([...path, type.name]));
    }
    placed.set(type.name, type);
  };
  for (const type of types) place(type, new Set());
  return [...placed.values()];
}
