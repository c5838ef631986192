import type { ClientOptions } from 'cassandra-driver';
import { EmbeddedCassandra } from '../embedded/embedded-cassandra.js';

/** Set by the global set-up where it started the server itself: it ends with the run, and nothing on it has to be dropped. */
export const SERVER_OF_THE_RUN = 'COODIE_TEST_SERVER';

/** The server that a test keyspace lies on. */
export interface TestPlace {
  readonly client: ClientOptions;
  /** Whether the server ends with the tests: dropping a keyspace of it would be lost time. */
  readonly isPassing: boolean;
  /** Ends a server that was started for this keyspace alone. */
  readonly stop: () => Promise<void>;
}

/** The server of CASSANDRA_CONTACT_POINTS, or else one that is started for this keyspace. */
export async function testPlace(client: ClientOptions | undefined): Promise<TestPlace> {
  const keep = () => Promise.resolve();
  if (client) return { client: withLongTimeout(client), isPassing: false, stop: keep };
  const given = clientOfEnvironment();
  if (given) return { client: given, isPassing: process.env[SERVER_OF_THE_RUN] !== undefined, stop: keep };
  const server = await EmbeddedCassandra.start({ fast: true });
  return { client: withLongTimeout(server.clientOptions), isPassing: true, stop: () => server.stop() };
}

/** Undefined where no server is named. */
export function clientOfEnvironment(): ClientOptions | undefined {
  const points = process.env['CASSANDRA_CONTACT_POINTS'];
  if (!points) return undefined;
  const username = process.env['CASSANDRA_USERNAME'];
  return withLongTimeout({
    contactPoints: points.split(',').map((point) => point.trim()),
    localDataCenter: process.env['CASSANDRA_LOCAL_DC'] || 'datacenter1',
    // The driver looks for the other nodes of a cluster at this port.
    protocolOptions: { port: Number(/:(\d+)/.exec(points)?.[1] ?? 9042) },
    ...(username ? { credentials: { username, password: process.env['CASSANDRA_PASSWORD'] ?? '' } } : {}),
  });
}

/** A schema change on a busy machine takes longer than the 12 seconds that the driver grants. */
function withLongTimeout(options: ClientOptions): ClientOptions {
  return { ...options, socketOptions: { readTimeout: 60_000, ...options.socketOptions } };
}
