import { EmbeddedCassandra } from '../embedded/embedded-cassandra.js';
import { dropStaleKeyspaces } from '../keyspace/keyspace-name.js';
import { clientOfEnvironment, SERVER_OF_THE_RUN } from '../keyspace/test-place.js';

// Set-up and teardown are two modules of one process, and a runner may have loaded each with a registry of its own.
const SERVER = Symbol.for('nestjs-coodie:test-server');
const holder = globalThis as { [SERVER]?: EmbeddedCassandra | undefined };
const VARIABLES = ['CASSANDRA_CONTACT_POINTS', 'CASSANDRA_LOCAL_DC', SERVER_OF_THE_RUN];

/** One server for all test files of a run, unless CASSANDRA_CONTACT_POINTS names one: that is cleared of what is stale. */
export async function startTestServer(): Promise<void> {
  const given = clientOfEnvironment();
  if (given) return void (await dropStaleKeyspaces(given, Date.now()));
  const server = await EmbeddedCassandra.start({ fast: true });
  holder[SERVER] = server;
  const values = [server.contactPoints.join(','), server.localDataCenter, 'embedded'];
  for (const [index, name] of VARIABLES.entries()) process.env[name] = values[index];
}

/** Ends the server that `startTestServer` started. */
export async function stopTestServer(): Promise<void> {
  const server = holder[SERVER];
  if (!server) return;
  holder[SERVER] = undefined;
  for (const name of VARIABLES) delete process.env[name];
  await server.stop();
}
