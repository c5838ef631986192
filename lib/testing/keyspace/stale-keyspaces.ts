import { Client, type ClientOptions } from 'cassandra-driver';
import { quoteName } from '../../core/model/identifier.js';
import { isStale } from './keyspace-name.js';

/** Drops the keyspaces that killed test runs left on a server more than a day ago. Answers their names. */
export async function dropStaleKeyspaces(options: ClientOptions, now: number): Promise<readonly string[]> {
  const client = new Client({ ...options, isMetadataSyncEnabled: false });
  try {
    const { rows } = await client.execute('SELECT keyspace_name, durable_writes FROM system_schema.keyspaces');
    const made = rows.filter((row) => row['durable_writes'] === false);
    const stale = made.map((row) => String(row['keyspace_name'])).filter((name) => isStale(name, now));
    for (const name of stale) await client.execute(`DROP KEYSPACE IF EXISTS ${quoteName(name)}`);
    return stale;
  } finally {
    await client.shutdown();
  }
}
