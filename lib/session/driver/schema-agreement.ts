import type { Client, Host } from 'cassandra-driver';
import { SchemaDisagreementError, type HostVersion } from '../errors.js';
import type { Runtime } from '../runtime.js';
import { ClusterView, type Peer } from './cluster-view.js';
import { Heartbeats } from './heartbeats.js';
import { nearestFirst } from './hosts.js';
import { inWords } from '../describe-driver-error.js';

const FIRST_PAUSE = 15;
const LONGEST_PAUSE = 200;

/**
 * Agreement on the schema, asked of every host. The word of another host counts for one that gives no answer, as in a
 * data centre that the load-balancing policy of the client ignores: its version as the other knows it, and whether
 * gossip holds it to be alive.
 */
export class SchemaAgreement {
  private readonly view: ClusterView;
  private readonly heartbeats: Heartbeats;
  private silent: readonly string[] = [];
  /** Whether gossip will tell soon if a host that gave no answer is alive: what it was sent may depend on that. */
  private isUndecided = false;

  constructor(
    private readonly client: Client,
    private readonly runtime: Runtime,
  ) {
    this.view = new ClusterView(client);
    this.heartbeats = new Heartbeats(() => runtime.monotonic());
  }

  /**
   * Returns how many hosts agree.
   * @throws SchemaDisagreementError
   */
  async await(timeout: number, signal?: AbortSignal): Promise<number> {
    const deadline = this.runtime.monotonic() + timeout;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      signal?.throwIfAborted();
      const hosts = await this.look();
      this.silent = hosts.filter(({ state }) => state === 'silent' || state === 'down').map(({ host }) => host);
      const isOver = this.runtime.monotonic() > deadline;
      if (isAgreed(hosts) && (isOver || !this.isUndecided)) return hosts.filter(({ state }) => state !== 'down').length;
      if (isOver) throw new SchemaDisagreementError(hosts, timeout);
      await this.runtime.delay(pause, signal);
    }
  }

  /** The hosts that gave no sign of life when last asked, and those that the driver holds to be down. */
  silentHosts(): readonly string[] {
    const down = this.client.hosts.values().filter((host) => !host.isUp());
    return [...new Set([...this.silent, ...down.map(({ address }) => address)])];
  }

  private async look(): Promise<readonly HostVersion[]> {
    const hosts = nearestFirst(this.client, this.client.hosts.values());
    const [only] = hosts;
    // A single node agrees with itself: nothing need be asked.
    if (only?.isUp() && hosts.length === 1) return [{ ...placeOf(only), state: 'answered', version: 'its own' }];
    const asked = await Promise.all(hosts.map((host) => this.ask(host)));
    const coordinator = hosts.find((_, index) => asked[index]?.state === 'answered');
    this.isUndecided = false;
    if (!coordinator || asked.every(({ state }) => state === 'answered')) return asked;
    return this.settle(hosts, asked, coordinator);
  }

  private async ask(host: Host): Promise<HostVersion> {
    const place = placeOf(host);
    if (!host.isUp()) return { ...place, state: 'silent', version: undefined, problem: 'it is down' };
    try {
      return { ...place, state: 'answered', version: await this.view.versionOf(host) };
    } catch (error) {
      return { ...place, state: 'silent', version: undefined, problem: problemOf(host, error) };
    }
  }

  /** State of the hosts that did not answer, as the coordinator reports it. */
  private async settle(
    hosts: readonly Host[],
    asked: readonly HostVersion[],
    coordinator: Host,
  ): Promise<readonly HostVersion[]> {
    try {
      const [peers, gossip] = await Promise.all([this.view.peersOf(coordinator), this.view.gossipOf(coordinator)]);
      gossip?.forEach(({ hostId, heartbeat }) => this.heartbeats.note(hostId, heartbeat));
      const witness = { address: coordinator.address, peers, hasGossip: gossip !== undefined };
      return asked.map((answer, index) => this.judge(hosts[index], answer, witness));
    } catch {
      // Asked again in the next round, of the hosts that answer then.
      return asked;
    }
  }

  private judge(host: Host | undefined, answer: HostVersion, { address, peers, hasGossip }: Witness): HostVersion {
    if (!host || answer.state === 'answered') return answer;
    const hostId = String((host as IdentifiedHost).hostId);
    const version = peers.find((peer) => peer.hostId === hostId)?.version;
    const life = hasGossip ? this.heartbeats.lifeOf(hostId, host.isUp()) : undefined;
    // A server that tells nothing of gossip: then the driver is all there is to go by.
    this.isUndecided ||= life === 'unknown';
    if (life === 'down' || (life === undefined && !host.isUp())) return { ...answer, state: 'down' };
    return { ...answer, state: life === 'alive' ? 'reported' : 'silent', version, by: address };
  }
}

interface Witness {
  readonly address: string;
  readonly peers: readonly Peer[];
  readonly hasGossip: boolean;
}

/** The driver keeps the id of a host; its typings do not say so (4.10.0). */
type IdentifiedHost = Host & { readonly hostId?: { toString(): string } };

const placeOf = ({ address, datacenter }: Host) => ({ host: address, dataCenter: datacenter });

/** A host that the policy of the client ignores has no connection: the driver then says that it tried none. */
function problemOf(host: Host, error: unknown): string {
  const isIgnored = Object.keys((error as { innerErrors?: object }).innerErrors ?? {}).length === 0;
  return isIgnored && host.isUp() ? 'this client does not contact it' : inWords(error);
}

/** A host that is down learns the schema when it returns. */
function isAgreed(hosts: readonly HostVersion[]): boolean {
  const versions = hosts.filter(({ state }) => state !== 'down').map(({ version }) => version);
  return versions.length > 0 && versions.every((version) => version !== undefined && version === versions[0]);
}
