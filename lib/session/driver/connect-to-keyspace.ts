import { Client, errors, type ClientOptions } from 'cassandra-driver';
import { quoteName } from '../../core/model/identifier.js';
import { quoteLiteral } from '../../core/model/literal.js';
import { InvalidConnectionError, KeyspaceMissingError } from '../errors.js';
import { CassandraDatabase } from './cassandra-database.js';
import { connect, type ConnectOptions } from './connect.js';

export interface ConnectToKeyspaceOptions extends ConnectOptions {
  readonly createKeyspace?: KeyspaceDefinition | undefined;
  /** What the client was made from; `undefined` where it is the application's own client. */
  readonly clientOptions: ClientOptions | undefined;
}

export interface KeyspaceDefinition {
  readonly replication: Readonly<Record<string, string | number>>;
  readonly durableWrites?: boolean;
}

/**
 * Connects a client to its keyspace, and creates the keyspace first where it is missing and that is wished.
 * @throws ConnectionFailedError | AuthenticationFailedError | KeyspaceMissingError | InvalidConnectionError
 */
export async function connectToKeyspace(client: Client, options: ConnectToKeyspaceOptions): Promise<void> {
  const { keyspace, createKeyspace, clientOptions } = options;
  try {
    await (clientOptions ? connect(client, options) : connectForeign(client, options));
  } catch (error) {
    if (!(error instanceof KeyspaceMissingError) || !createKeyspace) throw error;
    await (clientOptions
      ? createOverOwnClient(clientOptions, keyspace, createKeyspace)
      : client.execute(renderCreateKeyspace(keyspace, createKeyspace)));
    await (clientOptions ? connect(client, options) : connectForeign(client, options));
  }
}

/** A client of the application's may have no keyspace yet: it gets this one, as unqualified names depend on it. */
async function connectForeign(client: Client, options: ConnectOptions): Promise<void> {
  await connect(client, options);
  const { keyspace } = options;
  if (client.keyspace === keyspace) return;
  if (client.keyspace) {
    throw new InvalidConnectionError(
      `The client is connected to keyspace ${client.keyspace}, but forRoot names ${keyspace}.`,
      {
        hint: 'Give the client no keyspace, or the same one.',
      },
    );
  }
  try {
    await client.execute(`USE ${quoteName(keyspace)}`);
  } catch (error) {
    throw error instanceof errors.ResponseError ? new KeyspaceMissingError(keyspace, error) : error;
  }
}

async function createOverOwnClient(
  options: ClientOptions,
  keyspace: string,
  definition: KeyspaceDefinition,
): Promise<void> {
  const { keyspace: _, ...withoutKeyspace } = options;
  const client = new Client(withoutKeyspace);
  try {
    await client.connect();
    const ddl = await new CassandraDatabase({ client, keyspace, ddlTimeout: 60_000 }).openDdl();
    await ddl.execute(renderCreateKeyspace(keyspace, definition));
    await ddl.awaitAgreement();
  } finally {
    await client.shutdown();
  }
}

function renderCreateKeyspace(keyspace: string, { replication, durableWrites }: KeyspaceDefinition): string {
  const entries = Object.entries(replication).map(
    ([key, value]) => `${quoteLiteral(key)}: ${quoteLiteral(String(value))}`,
  );
  const durable = durableWrites === undefined ? '' : ` AND durable_writes = ${durableWrites}`;
  return `CREATE KEYSPACE IF NOT EXISTS ${quoteName(keyspace)} WITH replication = {${entries.join(', ')}}${durable}`;
}
