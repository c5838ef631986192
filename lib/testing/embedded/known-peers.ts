import { Client, errors, policies } from 'cassandra-driver';

import type { EmbeddedClientOptions } from './embedded-cassandra-options.js';

const { AllowListPolicy, RoundRobinPolicy } = policies.loadBalancing;

/**
 * Whether a node has the tokens of each of the peers. Its log calls a peer UP a moment earlier; until it has the tokens,
 * clients do not find that peer through it, and CREATE KEYSPACE does not know the peer's data center.
 * A node whose password was changed cannot be asked, and counts as one that has them.
 */
export async function knowsPeers(options: EmbeddedClientOptions, peers: readonly string[]): Promise<boolean> {
  const loadBalancing = new AllowListPolicy(new RoundRobinPolicy(), options.contactPoints);
  const client = new Client({ ...options, policies: { loadBalancing } });
  try {
    const { rows } = await client.execute('SELECT peer, tokens FROM system.peers_v2');
    const known = new Set(rows.filter((row) => row['tokens'] !== null).map((row) => String(row['peer'])));
    return peers.every((peer) => known.has(peer));
  } catch (error) {
    return isRefusedLogin(error);
  } finally {
    await client.shutdown();
  }
}

function isRefusedLogin(error: unknown): boolean {
  const reasons = error instanceof errors.NoHostAvailableError ? Object.values(error.innerErrors) : [error];
  return reasons.some((reason) => reason instanceof errors.AuthenticationError);
}
