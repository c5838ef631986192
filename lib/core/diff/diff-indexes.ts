import { BUILT_IN_INDEX } from '../model/index-class.js';
import type { IndexModel, TableModel } from '../model/schema-model.js';
import type { Change } from './change.js';

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

function sameIndex(actual: IndexModel, declared: IndexModel): boolean {
  return (
    actual.column === declared.column &&
    actual.target === declared.target &&
    sameClass(actual.using, declared.using) &&
    sameOptions(actual.options, declared.options)
  );
}

// A plain index becomes whatever the server's default is: the built-in one, or SAI where an operator chose so (5.0).
function sameClass(actual: string | undefined, declared: string | undefined): boolean {
  if (declared === undefined) return actual === undefined || actual === 'sai';
  return actual === (declared === BUILT_IN_INDEX ? undefined : declared);
}

function sameOptions(actual: Readonly<Record<string, string>>, declared: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(actual), ...Object.keys(declared)]);
  return [...names].every((name) => actual[name] === declared[name]);
}
