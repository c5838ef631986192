import type { CassandraVersion } from './options/cassandra-version.js';

export type ServerKind = 'cassandra' | 'scylla' | 'keyspaces';

/** What a server says of itself. `undefined`: it does not say, so the server itself must judge. */
export interface ServerProfile {
  readonly kind: ServerKind;
  /** Of the Cassandra whose syntax it takes. */
  readonly version: CassandraVersion;
  readonly materializedViews: boolean | undefined;
  readonly sasi: boolean | undefined;
  readonly cdc: boolean | undefined;
}

/** How to call a server in a sentence. */
export function serverName({ kind, version: { major, minor } }: ServerProfile): string {
  if (kind === 'cassandra') return `Cassandra ${major}.${minor}`;
  return kind === 'scylla' ? 'ScyllaDB' : 'Amazon Keyspaces';
}
