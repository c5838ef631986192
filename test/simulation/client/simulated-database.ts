import { OwnTableSession } from '../../../lib/session/own-table-session.js';
import type { Runtime } from '../../../lib/session/runtime.js';
import type { Database, DdlSession, OwnSession, Session } from '../../../lib/session/session.js';
import type { Random } from '../engine/random.js';
import type { SimulatedCluster } from '../server/simulated-cluster.js';
import type { Network } from './network.js';
import { SimulatedDdlSession } from './simulated-ddl-session.js';
import type { SimulatedProcess } from './simulated-process.js';
import { SimulatedSession, type SessionOptions } from './simulated-session.js';

export interface DatabaseOptions {
  readonly process: SimulatedProcess;
  readonly cluster: SimulatedCluster;
  readonly network: Network;
  readonly random: Random;
  readonly keyspace: string;
  /** The call that uses it: a process may have several. */
  readonly actor: string;
  readonly ddlTimeout: number;
}

const QUERY_TIMEOUT = 12_000;

/** The `Database` of a simulated process. */
export class SimulatedDatabase implements Database {
  readonly session: Session;
  readonly runtime: Runtime;
  private stamped = 0;

  constructor(private readonly options: DatabaseOptions) {
    this.runtime = options.process.runtime;
    this.session = new OwnTableSession(new SimulatedSession(this.sessionOptions()), this.runtime);
  }

  onOneHost(): Session {
    const { cluster, random } = this.options;
    const [first, ...others] = cluster.seenUp.length > 0 ? cluster.seenUp : cluster.nodes;
    if (!first) throw new Error('a cluster has nodes');
    const node = random.pick([first, ...others]);
    return new OwnTableSession(new SimulatedSession({ ...this.sessionOptions(), node: () => node }), this.runtime);
  }

  async openDdl(): Promise<DdlSession> {
    await this.runtime.delay(this.options.network.latency());
    // The servers stamp what goes over it, whatever client the application gave.
    return new SimulatedDdlSession({ ...this.sessionOptions(), timeout: this.options.ddlTimeout, stamp: undefined });
  }

  async openForCopy(): Promise<OwnSession> {
    return Object.assign(new SimulatedSession(this.sessionOptions()), { close: () => Promise.resolve() });
  }

  inKeyspace(keyspace: string): Database {
    return new SimulatedDatabase({ ...this.options, keyspace });
  }

  private sessionOptions(): SessionOptions {
    const { process, cluster, network, random, keyspace, actor } = this.options;
    const { runtime } = process;
    return {
      process,
      runtime,
      cluster,
      network,
      random,
      keyspace,
      actor,
      timeout: QUERY_TIMEOUT,
      stamp: () => this.stamp(),
    };
  }

  /** The driver's default generator: the client's clock, always forward. */
  private stamp(): number {
    this.stamped = Math.max(this.stamped + 1, Math.round(this.options.process.clock * 1_000));
    return this.stamped;
  }
}
