import type { IndexModel } from './schema-model.js';

const SAI = new Set(['sai', 'storageattachedindex', 'org.apache.cassandra.index.sai.storageattachedindex']);

/** Asks for the built-in secondary index by name, where a server's default is another (5.0 and later). */
export const BUILT_IN_INDEX = 'legacy_local_table';

/** Whether an index is of a class that coodie knows the rules of; of others it knows no more than the name. */
export function isKnownIndexClass(using: string | undefined): boolean {
  return using === undefined || using === 'sai' || using === BUILT_IN_INDEX || using.endsWith('.SASIIndex');
}

/** One spelling for each index class: `sai` for the storage-attached index, the full class name for others. */
export function indexClass(using: string): string {
  const lower = using.toLowerCase();
  if (SAI.has(lower)) return 'sai';
  return lower === BUILT_IN_INDEX ? BUILT_IN_INDEX : using;
}

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
