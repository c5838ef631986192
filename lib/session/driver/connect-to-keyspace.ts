import { errors, types, type Client, type ClientOptions } from 'cassandra-driver';
import { quoteName } from '../../core/model/identifier.js';
import { InvalidConnectionError, KeyspaceMissingError } from '../errors.js';
import { CassandraDatabase } from './cassandra-database.js';
import { connect, type ConnectOptions } from './connect.js';
import { createKeyspace, type KeyspaceDefinition } from './create-keyspace.js';
import { asNoAnswer } from './no-answer.js';
import { openOwnClient } from './open-own-client.js';

export interface ConnectToKeyspaceOptions extends ConnectOptions {
  readonly createKeyspace?: KeyspaceDefinition | undefined;
  /** Options that the client was made from; `undefined` for the application's own client. */
  readonly clientOptions: ClientOptions | undefined;
  /** Milliseconds that the creation of the keyspace may take. */
  readonly ddlTimeout: number;
}

/**
 * Connects a client to its keyspace, and creates the keyspace first where it is missing and that is wished.
 * @throws ConnectionFailedError | AuthenticationFailedError | KeyspaceMissingError | InvalidConnectionError | ReplicationError
 */
export async function connectToKeyspace(client: Client, options: ConnectToKeyspaceOptions): Promise<void> {
  const { createKeyspace: definition, clientOptions } = options;
  try {
    await (clientOptions ? connect(client, options) : connectForeign(client, options));
  } catch (error) {
    if (!(error instanceof KeyspaceMissingError) || !definition) throw error;
    await create(client, options, definition);
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
    throw isMissing(error) ? new KeyspaceMissingError(keyspace, error) : asNoAnswer(error);
  }
}

/** A server that is overloaded, for example, says nothing about the keyspace. */
function isMissing(error: unknown): boolean {
  return error instanceof errors.ResponseError && error.code === types.responseErrorCodes.invalid;
}

async function create(client: Client, options: ConnectToKeyspaceOptions, definition: KeyspaceDefinition) {
  const { keyspace, clientOptions, ddlTimeout: timeout } = options;
  if (!clientOptions) {
    return createKeyspace(await new CassandraDatabase({ client, keyspace, ddlTimeout: timeout }).openDdl(), definition);
  }
  const own = await openOwnClient(clientOptions, { timeout });
  try {
    const database = new CassandraDatabase({ client: own.client, keyspace, ddlTimeout: timeout });
    await createKeyspace(await database.openDdl(), definition);
  } finally {
    await own.client.shutdown();
  }
}
