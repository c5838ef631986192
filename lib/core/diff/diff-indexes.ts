import type { IndexModel, TableModel } from '../model/schema-model.js';
import type { Change } from './change.js';
import { sameIndex } from './same-index.js';

export function diffIndexes(from: TableModel, to: TableModel): readonly Change[] {
  const before = new Map(from.indexes.map((index) => [index.name, index]));
  const after = new Set(to.indexes.map(({ name }) => name));
  return [
    ...to.indexes.flatMap((index) => diffIndex(to.name, before.get(index.name), index)),
    ...from.indexes
      .filter(({ name }) => !after.has(name))
      .map((index): Change => ({ kind: 'drop-index', table: to.name, index })),
  ];
}

function diffIndex(table: string, from: IndexModel | undefined, to: IndexModel): readonly Change[] {
  if (!from) return [{ kind: 'create-index', table, index: to }];
  return sameIndex(from, to) ? [] : [{ kind: 'replace-index', table, from, to }];
}
