import type { Client } from 'cassandra-driver';

/** The contact points that the driver could not look up. None of this is in the driver's typings (4.10.0). */
export function unresolvedNames(client: Client): readonly string[] {
  const { controlConnection } = client as unknown as {
    readonly controlConnection?: { getResolvedContactPoints?: () => ReadonlyMap<string, readonly string[]> };
  };
  const resolved = controlConnection?.getResolvedContactPoints?.() ?? new Map<string, readonly string[]>();
  return [...resolved].flatMap(([name, addresses]) => (addresses.length === 0 ? [name] : []));
}
