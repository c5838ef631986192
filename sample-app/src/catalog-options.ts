import { join } from 'node:path';
import type { CoodieModuleOptions } from 'nestjs-coodie';

/**
 * How this application uses coodie: everything comes from the environment, with defaults for development. There, sync adds
 * what a developer declares; in production the migrations are all there is, and a start verifies that they are complete.
 */
export function catalogOptions(environment: NodeJS.ProcessEnv): CoodieModuleOptions {
  const contactPoints = (environment['CASSANDRA_CONTACT_POINTS'] ?? '127.0.0.1:9042').split(',');
  const localDataCenter = environment['CASSANDRA_LOCAL_DC'] ?? 'datacenter1';
  return {
    client: { contactPoints, localDataCenter, protocolOptions: { port: portOf(contactPoints) } },
    keyspace: environment['CASSANDRA_KEYSPACE'] ?? 'catalog',
    createKeyspace: { replication: { class: 'NetworkTopologyStrategy', [localDataCenter]: 1 } },
    schema: { onBootstrap: environment['NODE_ENV'] === 'production' ? 'verify' : 'sync' },
    migrations: { dir: join(import.meta.dirname, 'migrations'), onBootstrap: 'apply' },
  };
}

/** The driver looks for the other nodes of a cluster at one port, whatever the contact points say. */
function portOf(contactPoints: readonly string[]): number {
  return Number(/:(\d+)$/.exec(contactPoints[0] ?? '')?.[1] ?? 9042);
}
