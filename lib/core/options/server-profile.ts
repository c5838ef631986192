export interface CassandraVersion {
  readonly major: number;
  readonly minor: number;
}

export function isBefore(version: CassandraVersion, other: CassandraVersion): boolean {
  return version.major === other.major ? version.minor < other.minor : version.major < other.major;
}

export function formatVersion({ major, minor }: CassandraVersion): string {
  return `${major}.${minor}`;
}

export type ServerKind = 'cassandra' | 'scylla' | 'keyspaces';

/** Features of a server, as it reports them. `undefined`: not reported, so only the server can tell. */
export interface ServerProfile {
  readonly kind: ServerKind;
  /** Version of Cassandra whose syntax the server accepts. */
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
