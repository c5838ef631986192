import { policies, types, type Client, type Host, type HostMap } from 'cassandra-driver';
import { nearestFirst } from './hosts.js';

/**
 * Sends every statement to one host. The others follow in the plan for what this host was never sent, as it is down: the
 * driver does not repeat there what may have reached a host, unless it is marked as repeatable.
 */
export class OneCoordinatorPolicy extends policies.loadBalancing.LoadBalancingPolicy {
  private hosts: readonly Host[] = [];
  private coordinator: Host | undefined;

  override init(client: Client, hosts: HostMap, callback: (error: Error) => void): void {
    this.hosts = nearestFirst(client, hosts.values());
    // The driver's typings demand an error; none is what success looks like.
    (callback as (error?: Error) => void)();
  }

  /** Statements from now on go to another host, where there is one. */
  moveOn(): void {
    const others = this.hosts.filter((host) => host !== this.coordinator);
    this.hosts = this.coordinator ? [...others, this.coordinator] : others;
    this.coordinator = undefined;
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
    if (!this.coordinator?.isUp()) this.coordinator = this.hosts.find((host) => host.isUp()) ?? this.hosts[0];
    const others = this.hosts.filter((host) => host !== this.coordinator && host.isUp());
    const plan = this.coordinator ? [this.coordinator, ...others] : others;
    (callback as (error: Error | null, iterator: Iterator<Host>) => void)(null, plan[Symbol.iterator]());
  }
}
