import type {
  Database,
  DdlSession,
  ExecuteOptions,
  Page,
  PageOptions,
  Result,
  Row,
  Session,
  StreamOptions,
  Write,
} from './session.js';

/** A connection whose keyspace is a tenant: another keyspace keeps coodie's history of it. */
export function tenantDatabase(database: Database, stateKeyspace: string): Database {
  const { keyspace } = database.session;
  const tenant = { keyspace, stateKeyspace };
  return {
    session: new TenantSession(database.session, tenant),
    runtime: database.runtime,
    onOneHost: () => new TenantSession(database.onOneHost(), tenant),
    openDdl: async () => new TenantDdl(await database.openDdl(), tenant),
    openForCopy: () => database.openForCopy(),
    inKeyspace: (other) => tenantDatabase(database.inKeyspace(other), stateKeyspace),
  };
}

export interface Tenant {
  readonly keyspace: string;
  readonly stateKeyspace: string;
}

class TenantSession<S extends Session = Session> implements Session {
  readonly keyspace: string;
  readonly stateKeyspace: string;

  constructor(
    protected readonly session: S,
    { keyspace, stateKeyspace }: Tenant,
  ) {
    this.keyspace = keyspace;
    this.stateKeyspace = stateKeyspace;
  }

  execute(cql: string, params?: readonly unknown[], options?: ExecuteOptions): Promise<Result> {
    return this.session.execute(cql, params, options);
  }

  stream(cql: string, params?: readonly unknown[], options?: StreamOptions): AsyncIterable<Row> {
    return this.session.stream(cql, params, options);
  }

  page(cql: string, params?: readonly unknown[], options?: PageOptions): Promise<Page> {
    return this.session.page(cql, params, options);
  }

  batch(writes: readonly Write[], options?: ExecuteOptions): Promise<void> {
    return this.session.batch(writes, options);
  }
}

/** A session for schema changes of a tenant; names must be qualified where it is that of another keyspace. */
export class TenantDdl extends TenantSession<DdlSession> implements DdlSession {
  awaitAgreement(signal?: AbortSignal): Promise<number> {
    return this.session.awaitAgreement(signal);
  }

  silentHosts(): readonly string[] {
    return this.session.silentHosts();
  }

  close(): Promise<void> {
    return this.session.close();
  }
}
