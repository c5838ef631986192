import { BUILT_IN_INDEX } from './index-class.js';
import type { IndexModel } from './schema-model.js';

/** Whether a server that has one of two indexes refuses the other, whatever they are called. */
export function excludesIndex(one: IndexModel, other: IndexModel): boolean {
  const [using, otherUsing] = [one, other].map((index) => (index.using === BUILT_IN_INDEX ? undefined : index.using));
  if (one.column !== other.column || one.target !== other.target || using !== otherUsing) return false;
  return using === 'sai' || sameOptions(one.options, other.options);
}

function sameOptions(one: IndexModel['options'], other: IndexModel['options']): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
