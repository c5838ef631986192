import type { Client, ClientOptions, Host } from 'cassandra-driver';

/** The hosts that the driver holds to be up, those of the client's own data centre first. */
export function liveHosts(client: Client): readonly Host[] {
  return nearestFirst(
    client,
    client.hosts.values().filter((host) => host.isUp()),
  );
}

/** The hosts that the driver cannot reach. */
export function silentHosts(client: Client): readonly Host[] {
  return client.hosts.values().filter((host) => !host.isUp());
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
