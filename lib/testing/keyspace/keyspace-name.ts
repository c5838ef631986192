import { randomBytes } from 'node:crypto';
import { Client, type ClientOptions } from 'cassandra-driver';
import { quoteName } from '../../core/model/identifier.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Time in milliseconds and chance, both to base 36: eight and ten digits. */
const NAME = /^t_\d+_([0-9a-z]{8})[0-9a-z]{10}$/;

/** `t_<worker>_<time and chance>`: no two test files share one, and its age can be read from it. */
export function newKeyspaceName(worker: string, now: number): string {
  const chance = randomBytes(8).readBigUInt64BE().toString(36).padStart(13, '0').slice(-10);
  return `t_${worker}_${now.toString(36).padStart(8, '0')}${chance}`;
}

/** The number that Jest or Vitest gave the worker process. */
export function workerOf(env: Readonly<Record<string, string | undefined>>, pid: number): string {
  const worker = env['JEST_WORKER_ID'] ?? env['VITEST_POOL_ID'] ?? env['VITEST_WORKER_ID'];
  return worker !== undefined && /^\d{1,9}$/.test(worker) ? worker : String(pid);
}

/** Whether the name is that of a test keyspace whose tests ended, or were killed, a day ago or earlier. */
export function isStale(name: string, now: number): boolean {
  const time = NAME.exec(name)?.[1];
  const age = time === undefined ? 0 : now - Number.parseInt(time, 36);
  return age > DAY_MS;
}

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
