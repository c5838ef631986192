/** Whether a node has said in its log that it serves, that it has its first user, that it sees each of the peers. */
export interface Readiness {
  /** Wait for the user `cassandra`; it is made at the first start only. */
  readonly firstUser: boolean;
  /** Addresses of the nodes that must be seen. */
  readonly peers: readonly string[];
}

export function isReady(log: string, { firstUser, peers }: Readiness): boolean {
  return (
    log.includes('Starting listening for CQL clients') &&
    (!firstUser || log.includes('Created default superuser role')) &&
    peers.every((peer) => seesPeer(log, peer))
  );
}

/** The last word of this log about the peer is that it is up. */
export function seesPeer(log: string, peer: string): boolean {
  const words = log.match(/InetAddress(?:AndPort)? [^\s]+ is now (?:UP|DOWN)/g) ?? [];
  const last = words.findLast((word) => word.includes(`/${peer}:`));
  return last?.endsWith('UP') ?? false;
}
