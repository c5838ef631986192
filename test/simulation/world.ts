import type { Progress } from '../../lib/core/progress/progress.js';
import { Network, type Parcel, type Sending } from './client/network.js';
import { SimulatedDatabase } from './client/simulated-database.js';
import { SimulatedProcess } from './client/simulated-process.js';
import type { Weather } from './client/weather.js';
import { EventQueue } from './engine/event-queue.js';
import { Random } from './engine/random.js';
import { Trace } from './engine/trace.js';
import { SimulatedCluster } from './server/simulated-cluster.js';

/** One call of a service in a process, from its start to its end. */
export interface Call {
  /** `runner-1/2`: the process and the number of the call. */
  readonly actor: string;
  readonly process: SimulatedProcess;
  readonly kind: 'apply' | 'rollback' | 'repair' | 'sync' | 'status';
  readonly startedAt: number;
  /** The owner of the lock that it took, as it was reported. */
  owner: string | undefined;
  /** Migration that is under way in it. */
  migration: string | undefined;
  readonly reports: Progress[];
  outcome: Outcome | undefined;
}

export type Outcome =
  | { readonly kind: 'done'; readonly at: number }
  | { readonly kind: 'failed'; readonly at: number; readonly error: unknown };

export interface WorldOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly weather: Weather;
  readonly schemaDelay: number;
  readonly detection: number;
  readonly wholeTrace?: boolean;
}

export const KEYSPACE = 'shop';

/** Everything of one simulation: the clock, the cluster, the network, the processes and what they do. */
export class World {
  readonly queue = new EventQueue();
  readonly random: Random;
  readonly trace: Trace;
  readonly cluster: SimulatedCluster;
  readonly network: Network;
  readonly processes: SimulatedProcess[] = [];
  readonly calls: Call[] = [];
  readonly sendings: Sending[] = [];
  /** Called for everything that a process sends, at once. */
  onSend: (sending: Sending, parcel: Parcel) => void = () => {};

  constructor(options: WorldOptions) {
    const { seed, nodes, weather, schemaDelay, detection } = options;
    this.random = new Random(seed);
    this.trace = new Trace(() => this.queue.now, options.wholeTrace);
    const { queue, trace } = this;
    this.cluster = new SimulatedCluster({ queue, random: this.random.fork(), trace, nodes, schemaDelay, detection });
    this.network = new Network({
      queue,
      random: this.random.fork(),
      trace,
      cluster: this.cluster,
      weather,
      onSend: (sending, parcel) => {
        this.sendings.push(sending);
        this.onSend(sending, parcel);
      },
    });
    for (const node of this.cluster.nodes) this.createKeyspace(node);
  }

  start(name: string, skew = 0): SimulatedProcess {
    const process = new SimulatedProcess({
      name,
      queue: this.queue,
      random: this.random.fork(),
      trace: this.trace,
      skew,
    });
    this.processes.push(process);
    return process;
  }

  /** Begins a call of a process; it sends over a database of its own, so that what it sends is known to be its. */
  call(process: SimulatedProcess, kind: Call['kind']): Call {
    const number = this.calls.filter((call) => call.process === process).length + 1;
    const call: Call = {
      actor: `${process.name}/${number}`,
      process,
      kind,
      startedAt: this.queue.now,
      owner: undefined,
      migration: undefined,
      reports: [],
      outcome: undefined,
    };
    this.calls.push(call);
    this.trace.add(`${call.actor} begins ${kind}`);
    return call;
  }

  databaseOf({ process, actor }: Pick<Call, 'process' | 'actor'>, ddlTimeout: number): SimulatedDatabase {
    const { cluster, network } = this;
    return new SimulatedDatabase({
      process,
      cluster,
      network,
      random: this.random.fork(),
      keyspace: KEYSPACE,
      actor,
      ddlTimeout,
    });
  }

  private createKeyspace(node: SimulatedCluster['nodes'][number]): void {
    const row = {
      keyspace_name: KEYSPACE,
      durable_writes: true,
      replication: { class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', datacenter1: '3' },
    };
    node.schema.merge([{ table: 'keyspaces', key: [KEYSPACE], row, timestamp: 1 }]);
  }
}
