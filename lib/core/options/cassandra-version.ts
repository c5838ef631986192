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
