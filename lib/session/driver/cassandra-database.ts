import { policies, type Client, type ClientOptions, type QueryOptions } from 'cassandra-driver';
import { OwnTableSession } from '../own-table-session.js';
import { systemRuntime } from '../runtime.js';
import type { Consistency, Database, DdlSession, OwnSession, Session } from '../session.js';
import { CassandraDdlSession } from './cassandra-ddl-session.js';
import { CassandraSession, type CassandraSessionOptions } from './cassandra-session.js';
import { PinnedHost } from './hosts.js';
import { openCopyClient, openOwnClient } from './open-own-client.js';

export interface CassandraDatabaseOptions {
  readonly client: Client;
  readonly keyspace: string;
  /** The options that the client was made from, where coodie made it: schema changes get a client of their own then. */
  readonly clientOptions?: ClientOptions | undefined;
  /** Milliseconds. */
  readonly ddlTimeout: number;
  /** Consistency of statements that name none. Default LOCAL_QUORUM. */
  readonly consistency?: Consistency | undefined;
}

const CONSISTENCY: Consistency = 'local-quorum';

/** A connected client of the driver, as the rest of coodie sees it. */
export class CassandraDatabase implements Database {
  readonly session: Session;
  readonly runtime = systemRuntime;

  constructor(private readonly options: CassandraDatabaseOptions) {
    this.session = this.sessionOver(options.client);
  }

  inKeyspace(keyspace: string): Database {
    return new CassandraDatabase({ ...this.options, keyspace });
  }

  onOneHost(): Session {
    const pinned = new PinnedHost(this.options.client);
    return this.sessionOver(this.options.client, { host: () => pinned.host() });
  }

  openDdl(): Promise<DdlSession> {
    const { clientOptions } = this.options;
    return clientOptions ? this.overOwnClient(clientOptions) : Promise.resolve(this.overGivenClient());
  }

  async openForCopy(): Promise<OwnSession> {
    const { clientOptions, client: given, keyspace } = this.options;
    const client = await openCopyClient(clientOptions ?? optionsOf(given), keyspace);
    return Object.assign(this.sessionOver(client), { close: () => client.shutdown() });
  }

  private async overOwnClient(clientOptions: ClientOptions): Promise<DdlSession> {
    const { ddlTimeout: timeout, keyspace } = this.options;
    const { client, moveOn } = await openOwnClient(clientOptions, { keyspace, timeout });
    const session = this.sessionOver(client, { request: CAREFUL });
    return new CassandraDdlSession(client, session, { ...this.ddl, moveOn, close: () => client.shutdown() });
  }

  private overGivenClient(): DdlSession {
    const { client } = this.options;
    const pinned = new PinnedHost(client);
    const session = this.sessionOver(client, { host: () => pinned.host(), request: CAREFUL });
    return new CassandraDdlSession(client, session, {
      ...this.ddl,
      moveOn: () => pinned.moveOn(),
      close: () => Promise.resolve(),
    });
  }

  private sessionOver(client: Client, options: CassandraSessionOptions = {}): Session {
    const { keyspace, consistency = CONSISTENCY } = this.options;
    return new OwnTableSession(new CassandraSession(client, keyspace, { consistency, ...options }), this.runtime);
  }

  private get ddl() {
    return { timeout: this.options.ddlTimeout, runtime: this.runtime };
  }
}

/** The options of a client; the typings of the driver do not have them (4.10.0). */
function optionsOf(client: Client): ClientOptions {
  return (client as unknown as { readonly options: ClientOptions }).options;
}

/**
 * The application's retry policy might repeat a schema change. Without a time of the client's the servers stamp the
 * writes: processes whose clocks differ must not. The driver takes null for none; its typings do not say so (4.10.0).
 */
const CAREFUL: QueryOptions = {
  retry: new policies.retry.FallthroughRetryPolicy(),
  timestamp: null as unknown as number,
};
