import { randomUUID } from 'node:crypto';

import { Client, type ClientOptions } from 'cassandra-driver';
import { connected } from './connected.js';

/** How to reach the server of the global set-up, for a `Client` of one's own. */
export function clientOptions(): ClientOptions & { contactPoints: string[]; localDataCenter: string } {
  const contactPoints = process.env['CASSANDRA_CONTACT_POINTS'];
  if (!contactPoints) {
    throw new Error('CASSANDRA_CONTACT_POINTS is not set: this suite belongs below test/integration or test/e2e.');
  }
  return {
    contactPoints: contactPoints.split(',').map((point) => point.trim()),
    localDataCenter: process.env['CASSANDRA_LOCAL_DC'] || 'datacenter1',
    protocolOptions: { port: firstPort(contactPoints) },
    // A busy machine of a continuous integration may take its time over DDL.
    socketOptions: { readTimeout: 60_000 },
  };
}

/** The driver looks for the other nodes of a cluster at this port. */
function firstPort(contactPoints: string): number {
  return Number(/:(\d+)/.exec(contactPoints)?.[1] ?? 9042);
}

/** Makes a keyspace that no other suite has, named `<prefix>_<12 digits>`, and returns its name. */
export async function createKeyspace(prefix: string): Promise<string> {
  const name = `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await once(`CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
  return name;
}

export async function dropKeyspace(name: string): Promise<void> {
  await once(`DROP KEYSPACE IF EXISTS ${name}`);
}

async function once(statement: string): Promise<void> {
  await connected(clientOptions(), (client) => client.execute(statement));
}

/** Both are there within tests and hooks only, not while tests are being declared. */
export interface SuiteKeyspace {
  readonly name: string;
  /** Connected to the keyspace. */
  readonly client: Client;
}

/** Gives the suite around it a keyspace of its own, from before its first test until after its last. */
export function useKeyspace(prefix: string): SuiteKeyspace {
  const made: { name?: string; client?: Client } = {};
  beforeAll(async () => {
    made.name = await createKeyspace(prefix);
    made.client = new Client({ ...clientOptions(), keyspace: made.name });
    await made.client.connect();
  });
  afterAll(async () => {
    await made.client?.shutdown();
    if (made.name) await dropKeyspace(made.name);
  });
  return {
    get name() {
      return there(made.name);
    },
    get client() {
      return there(made.client);
    },
  };
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('useKeyspace: there is no keyspace before the first hook has run.');
  return value;
}
