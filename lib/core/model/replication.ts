const PACKAGE = 'org.apache.cassandra.locator.';

/** How a keyspace is replicated: `class` by its short name, then factors by data centre, or `replication_factor`. */
export type Replication = Readonly<Record<string, string>>;

/** One spelling for what was declared and what is stored; a factor of 0 means none. */
export function canonicalReplication(replication: Readonly<Record<string, string | number>>): Replication {
  const entries = Object.entries(replication).map(([key, value]) => [key, canonicalValue(key, String(value))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== '0').toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a keyspace is replicated as declared. The server writes a `replication_factor` out for each data centre. */
export function sameReplication(stored: Replication, declared: Replication): boolean {
  const { replication_factor: factor, ...named } = declared;
  const isExpanded = factor !== undefined && stored['replication_factor'] === undefined;
  const wanted = isExpanded ? { ...everywhere(stored, factor), ...named } : declared;
  const keys = new Set([...Object.keys(stored), ...Object.keys(wanted)]);
  return [...keys].every((key) => stored[key] === wanted[key]);
}

/** `NetworkTopologyStrategy datacenter1=3`. */
export function formatReplication({ class: strategy = '', ...factors }: Replication): string {
  return [strategy, ...Object.entries(factors).map(([key, value]) => `${key}=${value}`)].join(' ');
}

function canonicalValue(key: string, value: string): string {
  if (key === 'class') return value.startsWith(PACKAGE) ? value.slice(PACKAGE.length) : value;
  return /^\d+$/.test(value) ? String(Number(value)) : value;
}

function everywhere(stored: Replication, factor: string): Replication {
  return Object.fromEntries(Object.keys(stored).map((key) => [key, key === 'class' ? (stored[key] ?? '') : factor]));
}
