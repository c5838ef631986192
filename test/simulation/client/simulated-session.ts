import { isTransient, isUnclear } from '../../../lib/session/driver/is-unclear.js';
import { UnclearOutcomeError } from '../../../lib/session/errors.js';
import type { Runtime } from '../../../lib/session/runtime.js';
import type {
  ExecuteOptions,
  Page,
  PageOptions,
  Result,
  Row,
  Session,
  StreamOptions,
  Write,
} from '../../../lib/session/session.js';
import type { Random } from '../engine/random.js';
import type { Answer, Request, SimulatedCluster, SimulatedNode } from '../server/simulated-cluster.js';
import type { Network } from './network.js';
import type { SimulatedProcess } from './simulated-process.js';

export interface SessionOptions {
  readonly process: SimulatedProcess;
  readonly runtime: Runtime;
  readonly cluster: SimulatedCluster;
  readonly network: Network;
  readonly random: Random;
  readonly keyspace: string;
  /** The call of the process that uses the session. */
  readonly actor: string;
  /** Milliseconds to wait for an answer. */
  readonly timeout: number;
  /** Microseconds for the writes, where the client stamps them. */
  readonly stamp: (() => number) | undefined;
  /** The node that everything goes to; any that is up by default. */
  readonly node?: (() => SimulatedNode) | undefined;
}

const ATTEMPTS = 5;
const FIRST_PAUSE = 100;
const PATIENCE = 20_000;

/** The `Session` of a simulated process: as CassandraSession, over the simulated network. */
export class SimulatedSession implements Session {
  readonly keyspace: string;

  constructor(private readonly options: SessionOptions) {
    this.keyspace = options.keyspace;
  }

  async execute(cql: string, params: readonly unknown[] = [], options: ExecuteOptions = {}): Promise<Result> {
    const isRepeatable = options.idempotent ?? /^\s*select\b/i.test(cql);
    const send = () => this.send([{ cql, params }], options, false);
    const { rows, applied } = await this.patiently(isRepeatable, send, options.beforeRetry).catch((error: unknown) => {
      throw options.unclear === 'told-apart' && isUnclear(error) ? new UnclearOutcomeError(cql, error) : error;
    });
    // Rows of the simulated server hold what those of the driver do.
    return { rows: rows as readonly Row[], applied, warnings: [] };
  }

  async *stream(cql: string, params: readonly unknown[] = [], options: StreamOptions = {}): AsyncGenerator<Row> {
    yield* (await this.execute(cql, params, options)).rows;
  }

  /** Every answer fits in one page here. */
  async page(cql: string, params: readonly unknown[] = [], options: PageOptions = {}): Promise<Page> {
    return { rows: (await this.execute(cql, params, options)).rows, next: undefined };
  }

  async batch(writes: readonly Write[], options: ExecuteOptions = {}): Promise<void> {
    await this.patiently(options.idempotent ?? false, () => this.send(writes, options, true), options.beforeRetry);
  }

  private send(writes: readonly Write[], options: ExecuteOptions, isBatch: boolean): Promise<Answer> {
    const { process, network, keyspace, actor, timeout } = this.options;
    const isRead = /^\s*select\b/i.test(writes[0]?.cql ?? '');
    const timestamp = isRead ? undefined : this.timestampOf(options);
    const requests = writes.map(({ cql, params }): Request => {
      return { cql, params, keyspace, actor, timestamp, serial: options.consistency === 'serial' };
    });
    return network.send({
      process,
      node: this.coordinator(),
      requests,
      isBatch,
      isIdempotent: options.idempotent ?? isRead,
      timeout: options.timeout ?? timeout,
    });
  }

  /** As CassandraSession has it: the servers stamp coodie's own writes that come without a time. */
  private timestampOf({ consistency, idempotent, timestamp }: ExecuteOptions): number | undefined {
    if (timestamp !== undefined) return timestamp;
    return consistency === 'quorum' && idempotent ? undefined : this.options.stamp?.();
  }

  private coordinator(): SimulatedNode {
    const { node, cluster, random } = this.options;
    if (node) return node();
    const [first, ...others] = cluster.seenUp.length > 0 ? cluster.seenUp : cluster.nodes;
    if (!first) throw new Error('a cluster has nodes');
    return random.pick([first, ...others]);
  }

  private async patiently<T>(
    isRepeatable: boolean,
    send: () => Promise<T>,
    beforeRetry: ExecuteOptions['beforeRetry'],
  ): Promise<T> {
    const { runtime, random } = this.options;
    const deadline = runtime.monotonic() + PATIENCE;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send();
      } catch (error) {
        const isOver = attempt === ATTEMPTS || runtime.monotonic() > deadline;
        if (!isRepeatable || isOver || !isTransient(error)) throw error;
        await runtime.delay(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + random.next()));
        await beforeRetry?.();
      }
    }
  }
}
