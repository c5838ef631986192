import { BUILT_IN_INDEX } from '../model/index-class.js';
import type { IndexModel } from '../model/schema-model.js';

/** Whether an index is what was declared, whatever the two are called. */
export function sameIndex(actual: IndexModel, declared: IndexModel): boolean {
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
