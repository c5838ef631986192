import { Client, type ClientOptions } from 'cassandra-driver';
import { connect } from './connect.js';
import { OneCoordinatorPolicy } from './one-coordinator-policy.js';
import { copyClientOptions, ownClientOptions } from './own-client-options.js';

export interface OwnConnection {
  readonly client: Client;
  /** Takes another coordinator for what follows. */
  readonly moveOn: () => void;
}

/** The application is already connected, so a second client connects soon or not at all. */
const CONNECTING = { attempts: 3, delay: 500 };

/** Connects a client of coodie's own to the cluster of the application's; without a keyspace where none is named. */
export async function openOwnClient(
  options: ClientOptions,
  { keyspace, timeout }: { readonly keyspace?: string; readonly timeout: number },
): Promise<OwnConnection> {
  const policy = new OneCoordinatorPolicy();
  const client = await connected(ownClientOptions(options, { keyspace, timeout, policy }), keyspace);
  return { client, moveOn: () => policy.moveOn() };
}

/** Connects a client that reads and writes rows to all hosts of the application's cluster. */
export function openCopyClient(options: ClientOptions, keyspace: string): Promise<Client> {
  return connected(copyClientOptions(options, keyspace), keyspace);
}

async function connected(options: ClientOptions, keyspace: string | undefined): Promise<Client> {
  const client = new Client(options);
  try {
    await connect(client, { keyspace: keyspace ?? '', ...CONNECTING });
    return client;
  } catch (error) {
    // A client that failed to connect may keep timers, and with them the process.
    await client.shutdown();
    throw error;
  }
}
