/** The length of the longest name that Cassandra takes for a keyspace. */
const LONGEST = 48;

const SCRATCH = /^coodie_verify_[0-9a-f]{12}(?:_|$)/;

/** Whether a keyspace was made to be dropped. The name is one that no person gives. */
export function isScratchName(name: string): boolean {
  return SCRATCH.test(name);
}

/**
 * The scratch keyspaces of a project: `coodie_verify_<12 hex>` for its own one, `<that>_<name>` for the others. `id` is
 * the 12 hexadecimal digits.
 */
export function scratchNames(own: string, others: readonly string[], id: string): ReadonlyMap<string, string> {
  const scratch = `coodie_verify_${id}`;
  const names = new Map([[own, scratch]]);
  for (const [index, other] of others.filter((name) => name !== own).entries()) {
    const whole = `${scratch}_${other}`;
    const number = `_${index}`;
    names.set(other, whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST - number.length)}${number}`);
  }
  return names;
}
