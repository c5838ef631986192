import type { Client, ClientOptions, Host } from 'cassandra-driver';

/**
 * One host of an application's client for statements that belong together. A host that the client has a connection to
 * goes first: the others may be in a data centre that its load-balancing policy ignores.
 */
export class PinnedHost {
  private pinned: Host | undefined;
  private avoided: Host | undefined;

  constructor(private readonly client: Client) {}

  /** Undefined while no host is up: then the client chooses. */
  host(): Host | undefined {
    if (!this.pinned?.isUp()) this.pinned = this.choose();
    return this.pinned;
  }

  /** Statements from now on go to another host, where there is one. */
  moveOn(): void {
    this.avoided = this.pinned;
    this.pinned = undefined;
  }

  private choose(): Host | undefined {
    const connected = nearestFirst(this.client, this.client.getState().getConnectedHosts());
    const hosts = [...connected, ...nearestFirst(this.client, this.client.hosts.values())].filter((host) =>
      host.isUp(),
    );
    return hosts.find((host) => host !== this.avoided) ?? hosts[0];
  }
}

export function nearestFirst(client: Client, hosts: readonly Host[]): readonly Host[] {
  const local = optionsOf(client).localDataCenter;
  const isLocal = (host: Host) => local === undefined || host.datacenter === local;
  return [...hosts.filter(isLocal), ...hosts.filter((host) => !isLocal(host))];
}

/** A client keeps the options that it was made from, but the driver's typings do not say so (4.10.0). */
function optionsOf(client: Client): Partial<ClientOptions> {
  return (client as Client & { readonly options?: ClientOptions }).options ?? {};
}
