import { Client, type ClientOptions } from 'cassandra-driver';
import { renderReplication } from '../../session/driver/create-keyspace.js';
import { TEST_REPLICATION } from './application-options.js';
import { newKeyspaceName, workerOf } from './keyspace-name.js';
import { TestKeyspace } from './test-keyspace.js';
import { testPlace, type TestPlace } from './test-place.js';

export interface TestKeyspaceOptions {
  /** The server. By default that of CASSANDRA_CONTACT_POINTS, or else an embedded one. */
  readonly client?: ClientOptions | undefined;
}

/**
 * Keyspaces for tests that run against a real Cassandra.
 * @publicApi
 */
export class CoodieTesting {
  /** Creates a keyspace that no other test file has. */
  static async keyspace({ client: options }: TestKeyspaceOptions = {}): Promise<TestKeyspace> {
    const place = await testPlace(options);
    const name = newKeyspaceName(workerOf(process.env, process.pid), Date.now());
    try {
      await create(place, name);
      return new TestKeyspace(name, place);
    } catch (error) {
      await place.stop();
      throw error;
    }
  }
}

async function create({ client: options }: TestPlace, name: string): Promise<void> {
  const client = new Client({ ...options, isMetadataSyncEnabled: false });
  const replication = renderReplication(TEST_REPLICATION.replication);
  try {
    await client.execute(`CREATE KEYSPACE ${name} WITH replication = ${replication} AND durable_writes = false`);
  } finally {
    await client.shutdown();
  }
}
