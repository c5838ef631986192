import { Client, type ClientOptions } from 'cassandra-driver';
import { systemRuntime } from '../runtime.js';
import type { Database, DdlSession, Session } from '../session.js';
import { CassandraDdlSession } from './cassandra-ddl-session.js';
import { CassandraSession } from './cassandra-session.js';
import { connect } from './connect.js';
import { liveHosts } from './hosts.js';
import { OneCoordinatorPolicy } from './one-coordinator-policy.js';

export interface CassandraDatabaseOptions {
  readonly client: Client;
  readonly keyspace: string;
  /** The options that the client was made from, where coodie made it: schema changes get a client of their own then. */
  readonly clientOptions?: ClientOptions | undefined;
  /** Milliseconds. */
  readonly ddlTimeout: number;
}

/** The application is connected already: a client more may have to be patient, but not for long. */
const DDL_CONNECT = { attempts: 3, delay: 500 };

/** A connected client of the driver, as the rest of coodie sees it. */
export class CassandraDatabase implements Database {
  readonly session: Session;
  readonly runtime = systemRuntime;

  constructor(private readonly options: CassandraDatabaseOptions) {
    this.session = new CassandraSession(options.client, options.keyspace);
  }

  inKeyspace(keyspace: string): Database {
    return new CassandraDatabase({ ...this.options, keyspace });
  }

  onOneHost(): Session {
    return new CassandraSession(this.options.client, this.options.keyspace, liveHosts(this.options.client)[0]);
  }

  async openDdl(): Promise<DdlSession> {
    const { client, clientOptions, keyspace, ddlTimeout: timeout } = this.options;
    if (!clientOptions) {
      return new CassandraDdlSession(client, this.onOneHost(), { timeout, close: () => Promise.resolve() });
    }
    const policy = new OneCoordinatorPolicy();
    const own = new Client(ddlClientOptions(clientOptions, { keyspace, timeout, policy }));
    await connect(own, { keyspace, ...DDL_CONNECT });
    return new CassandraDdlSession(own, new CassandraSession(own, keyspace), {
      timeout,
      moveOn: () => policy.moveOn(),
      close: () => own.shutdown(),
    });
  }
}

/**
 * Without a generator the servers stamp the writes. Processes whose clocks differ must not: what one deletes, another
 * could not write again until its clock has caught up. The driver takes null for none; its typings do not say so (4.10.0).
 */
const SERVER_TIMESTAMPS = { timestampGeneration: null } as unknown as Pick<
  NonNullable<ClientOptions['policies']>,
  'timestampGeneration'
>;

interface DdlClient {
  readonly keyspace: string;
  readonly timeout: number;
  readonly policy: OneCoordinatorPolicy;
}

/** The application's options, but: one coordinator, no wait of the driver's own, no reading of metadata. */
function ddlClientOptions(options: ClientOptions, { keyspace, timeout, policy }: DdlClient): ClientOptions {
  return {
    ...options,
    keyspace,
    isMetadataSyncEnabled: false,
    policies: { ...options.policies, loadBalancing: policy, ...SERVER_TIMESTAMPS },
    pooling: { ...options.pooling, warmup: false, coreConnectionsPerHost: { 0: 1, 1: 1 } },
    protocolOptions: { ...options.protocolOptions, maxSchemaAgreementWaitSeconds: 0 },
    socketOptions: { ...options.socketOptions, readTimeout: timeout },
  };
}
