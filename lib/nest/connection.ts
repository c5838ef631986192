import type { Client, ClientOptions } from 'cassandra-driver';
import { messageOf } from '../core/error.js';
import type { Report } from '../core/progress/progress.js';
import { applicationClient } from '../session/driver/application-client.js';
import { CassandraDatabase } from '../session/driver/cassandra-database.js';
import { connectToKeyspace } from '../session/driver/connect-to-keyspace.js';
import { openOwnClient } from '../session/driver/open-own-client.js';
import type { Database } from '../session/session.js';
import type { TenantConnection } from '../tenants/tenant-dependencies.js';
import { InvalidOptionsError } from './errors.js';
import type { CoodieSettings } from './settings.js';

/** One connection of the application: its client, opened once, and closed by the side that made it. */
export class CoodieConnection {
  readonly client: Client;
  private readonly clientOptions: ClientOptions | undefined;
  private adopted: Client | undefined;
  private opening: Promise<Database> | undefined;
  private opened = false;
  private lastProblem: unknown;
  private readonly closing = new AbortController();

  constructor(
    readonly settings: CoodieSettings,
    private readonly report: Report,
  ) {
    const { client, keyspace } = settings;
    this.clientOptions = isClient(client) ? undefined : { ...client, keyspace };
    this.client = isClient(client) ? client : clientOf(settings, client);
  }

  /** Takes another client in place of its own: a test may have put one under the client's token. */
  use(client: Client): void {
    if (client !== this.client) this.adopted = client;
  }

  /** Whether the client is a stand-in that can do nothing, as tests use them. */
  get isFake(): boolean {
    return this.adopted !== undefined && typeof (this.adopted as Partial<Client>).execute !== 'function';
  }

  /** Whether the keyspace was reached. */
  get isOpen(): boolean {
    return this.opened;
  }

  /** The last reason why the connection is not open. */
  get problem(): unknown {
    return this.lastProblem;
  }

  /** The client that statements go to. */
  get liveClient(): Client {
    return this.adopted ?? this.client;
  }

  /** Options of the client: of one that the application made, those that it was made with. */
  get options(): ClientOptions {
    // The driver keeps them there; its typings do not say so (4.10.0).
    const { options = {} } = this.client as { readonly options?: ClientOptions };
    return this.clientOptions ?? options;
  }

  /** Aborts when the connection is closed. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  /** Connects at the first call, again after a failure, and never twice at once. */
  database(): Promise<Database> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      this.lastProblem = error;
      throw error;
    });
    return this.opening;
  }

  /** Connects to another keyspace of the same cluster: names without a keyspace mean that one there. */
  async connectTo(keyspace: string): Promise<TenantConnection> {
    const { ddlTimeout, consistency } = this.settings;
    const clientOptions = { ...this.options, keyspace };
    const { client } = await openOwnClient(clientOptions, { keyspace, timeout: ddlTimeout });
    return {
      database: new CassandraDatabase({ client, keyspace, clientOptions, ddlTimeout, consistency }),
      close: () => client.shutdown(),
    };
  }

  /** Stops connecting, and closes the client, if coodie made it. */
  async close(): Promise<void> {
    this.closing.abort();
    if (this.clientOptions) await this.client.shutdown();
  }

  private async open(): Promise<Database> {
    const { keyspace, createKeyspace, connect, ddlTimeout, consistency } = this.settings;
    const client = this.liveClient;
    const clientOptions = this.adopted ? undefined : this.clientOptions;
    const attempts = connect.lazy ? Number.POSITIVE_INFINITY : connect.attempts;
    await connectToKeyspace(client, {
      keyspace,
      createKeyspace,
      clientOptions,
      ddlTimeout,
      attempts,
      delay: connect.delay,
      signal: this.closing.signal,
      onRetry: (error, attempt) => {
        this.lastProblem = error;
        this.report({ kind: 'connect-failed', message: error.message, attempt, attempts });
      },
    });
    this.opened = true;
    return new CassandraDatabase({ client, keyspace, clientOptions, ddlTimeout, consistency });
  }
}

/** Makes the client; a value that the driver refuses is a problem of the options. */
function clientOf({ name, keyspace }: CoodieSettings, options: ClientOptions): Client {
  try {
    return applicationClient(options, keyspace);
  } catch (error) {
    throw new InvalidOptionsError(name, [`client: ${messageOf(error)}`]);
  }
}

// Told by its shape: an application may have loaded another copy of the driver.
function isClient(client: CoodieSettings['client']): client is Client {
  return typeof (client as Partial<Client>).execute === 'function';
}
