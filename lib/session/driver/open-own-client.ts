import { Client, type ClientOptions } from 'cassandra-driver';
import { connect } from './connect.js';
import { OneCoordinatorPolicy } from './one-coordinator-policy.js';
import { ownClientOptions } from './own-client-options.js';

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
  const client = new Client(ownClientOptions(options, { keyspace, timeout, policy }));
  try {
    await connect(client, { keyspace: keyspace ?? '', ...CONNECTING });
  } catch (error) {
    // A client that failed to connect may keep timers, and with them the process.
    await client.shutdown();
    throw error;
  }
  return { client, moveOn: () => policy.moveOn() };
}
