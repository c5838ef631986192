import { errors } from 'cassandra-driver';
import type { Session } from '../../../lib/session/session.js';
import { EventQueue } from '../engine/event-queue.js';
import { Random } from '../engine/random.js';
import { Trace } from '../engine/trace.js';
import { CODES, ServerError } from './server-error.js';
import { SimulatedCluster, type Answer, type SimulatedNode } from './simulated-cluster.js';

/** One simulated node without network or faults: for tests of what it answers. */
export class LoneServer {
  readonly session: Session;
  private readonly queue = new EventQueue();
  readonly cluster: SimulatedCluster;
  readonly node: SimulatedNode;
  readonly run: (cql: string, params?: readonly unknown[]) => Answer;

  constructor(keyspace: string) {
    const random = new Random(1);
    const trace = new Trace(() => this.queue.now);
    this.cluster = new SimulatedCluster({ queue: this.queue, random, trace, nodes: 1, schemaDelay: 5, detection: 0 });
    const [node] = this.cluster.nodes;
    if (!node) throw new Error('a cluster has nodes');
    this.node = node;
    const request = (cql: string, params: readonly unknown[] = []) => {
      // Every request takes a little time, so that no two writes have one timestamp.
      this.advance(2);
      try {
        return this.cluster.execute(node, { cql, params, keyspace, actor: 'test', serial: true });
      } catch (error) {
        throw new errors.ResponseError(error instanceof ServerError ? error.code : CODES.serverError, String(error));
      }
    };
    request(`CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
    this.run = request;
    this.session = {
      keyspace,
      execute: async (cql, params) => ({ ...request(cql, params), warnings: [] }),
      async *stream(cql, params) {
        yield* request(cql, params).rows;
      },
      page: async (cql, params) => ({ rows: request(cql, params).rows, next: undefined }),
      batch: async (writes) => {
        for (const { cql, params } of writes) request(cql, params);
      },
    };
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    this.queue.after(milliseconds, () => {});
    this.queue.step();
  }
}
