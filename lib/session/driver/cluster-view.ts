import { errors, type Client, type Host, type QueryOptions } from 'cassandra-driver';

/** Milliseconds to wait for the answer of one host. */
export const ONE_HOST_TIMEOUT = 2_000;

/** Another host, as a coordinator knows it by gossip. */
export interface Peer {
  readonly hostId: string;
  readonly version: string | undefined;
}

export interface Gossiped {
  readonly hostId: string;
  /** Changes with each sign of life. */
  readonly heartbeat: string;
}

/** Asks one host for its own schema version, and for what it knows of the others. */
export class ClusterView {
  constructor(private readonly client: Client) {}

  async versionOf(host: Host): Promise<string | undefined> {
    const [row] = await this.ask(host, 'SELECT schema_version FROM system.local');
    return row?.['schema_version']?.toString();
  }

  /** `peers_v2` came with Cassandra 4.0; ScyllaDB has `peers` alone. */
  async peersOf(host: Host): Promise<readonly Peer[]> {
    const rows =
      (await this.askIfThere(host, 'SELECT host_id, schema_version FROM system.peers_v2')) ??
      (await this.ask(host, 'SELECT host_id, schema_version FROM system.peers'));
    return rows.map((row) => ({ hostId: String(row['host_id']), version: row['schema_version']?.toString() }));
  }

  /** Nothing before Cassandra 4.1, in ScyllaDB, and for a role that may not read it. */
  async gossipOf(host: Host): Promise<readonly Gossiped[] | undefined> {
    const rows = await this.askIfThere(host, 'SELECT host_id, generation, heartbeat FROM system_views.gossip_info');
    return rows?.map((row) => ({
      hostId: String(row['host_id']),
      heartbeat: `${String(row['generation'])}:${String(row['heartbeat'])}`,
    }));
  }

  private async askIfThere(host: Host, cql: string): Promise<readonly Row[] | undefined> {
    try {
      return await this.ask(host, cql);
    } catch (error) {
      if (error instanceof errors.ResponseError) return undefined;
      throw error;
    }
  }

  private async ask(host: Host, cql: string): Promise<readonly Row[]> {
    const options: QueryOptions = { host, readTimeout: ONE_HOST_TIMEOUT, prepare: false, isIdempotent: true };
    return (await this.client.execute(cql, [], options)).rows;
  }
}

type Row = Readonly<Record<string, { toString(): string } | undefined>>;
