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
