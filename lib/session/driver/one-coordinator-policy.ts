import { policies, types, type Client, type Host, type HostMap } from 'cassandra-driver';
import { nearestFirst } from './hosts.js';

/**
 * Sends every statement to one host, the first that is up when the first statement is sent, and never to another: a
 * schema change that may have reached one coordinator must not be repeated on a second.
 */
export class OneCoordinatorPolicy extends policies.loadBalancing.LoadBalancingPolicy {
  private hosts: readonly Host[] = [];
  private coordinator: Host | undefined;

  override init(client: Client, hosts: HostMap, callback: (error: Error) => void): void {
    this.hosts = nearestFirst(client, hosts.values());
    // The driver's typings demand an error; none is what success looks like.
    (callback as (error?: Error) => void)();
  }

  /** Every host counts as near, so that each can be asked for its schema version. */
  override getDistance(): types.distance {
    return types.distance.local;
  }

  override newQueryPlan(
    _keyspace: string,
    _options: unknown,
    callback: (error: Error, iterator: Iterator<Host>) => void,
  ): void {
    this.coordinator ??= this.hosts.find((host) => host.isUp()) ?? this.hosts[0];
    const plan = this.coordinator ? [this.coordinator] : [];
    (callback as (error: Error | null, iterator: Iterator<Host>) => void)(null, plan[Symbol.iterator]());
  }
}
