import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { exists } from './cache-folder.js';
import type { Readiness } from './cassandra-log.js';
import { CassandraNode } from './cassandra-node.js';
import { EmbeddedCassandraOptionError } from './embedded-cassandra-error.js';
import type { EmbeddedCassandraOptions, EmbeddedClientOptions } from './embedded-cassandra-options.js';
import { nodeFolder } from './node-folder.js';
import { containerName } from './server-command.js';
import { clientOptionsOf, planServers, type ServerPlan } from './server-plan.js';
import { Supervisor } from './supervisor.js';

/**
 * A real Cassandra for tests and development, without Docker: one process a node on this machine.
 * It ends with the process that started it, however that ends.
 */
export class EmbeddedCassandra {
  /** `host:port` of each node. */
  readonly contactPoints: readonly string[];
  readonly port: number;
  /** The first one, where there are several. */
  readonly localDataCenter: string;
  private readonly nodes: readonly CassandraNode[];

  private constructor(
    private readonly plan: ServerPlan,
    private readonly supervisor: Supervisor,
  ) {
    this.nodes = plan.places.map((place) => new CassandraNode(plan, place, supervisor));
    const { contactPoints, localDataCenter, protocolOptions } = this.clientOptions;
    this.localDataCenter = localDataCenter;
    this.port = protocolOptions.port;
    this.contactPoints = contactPoints;
  }

  /**
   * Returns when every node answers and sees the others.
   * @throws EmbeddedCassandraError that says what is missing, or why a node did not start
   */
  static async start(options: EmbeddedCassandraOptions = {}): Promise<EmbeddedCassandra> {
    const plan = await planServers(options);
    const keep = keepsData(plan);
    const cleanup =
      plan.runtime.kind === 'docker' ? [['docker', 'rm', '--force', '--volumes', containerName(plan)]] : [];
    const supervisor = new Supervisor({ folder: keep ? undefined : plan.folder, gentle: keep, cleanup });
    const cassandra = new EmbeddedCassandra(plan, supervisor);
    try {
      await cassandra.startNodes();
    } catch (error) {
      await cassandra.stop();
      throw error;
    }
    return cassandra;
  }

  /** For `new Client(…)` of cassandra-driver; a new object each time. */
  get clientOptions(): EmbeddedClientOptions {
    return clientOptionsOf(this.plan, this.plan.places);
  }

  /** Stops a node in the middle of what it does (SIGSTOP): it keeps its connections and answers nothing. */
  async pause(node: number): Promise<void> {
    await this.node(node).pause();
  }

  /** Lets a paused node go on (SIGCONT); the others need a second or two to trust it again. */
  async resume(node: number): Promise<void> {
    await this.node(node).resume();
  }

  /** Ends a node at once (SIGKILL); its data stays until `stop`. */
  async kill(node: number): Promise<void> {
    await this.node(node).kill();
  }

  /**
   * Starts a node again with its data, killing it first if it runs. Returns when it and the running others see each other.
   * Not for `fast` servers, which forget their schema.
   */
  async restart(node: number): Promise<void> {
    const again = this.node(node);
    if (this.plan.options.fast) throw new EmbeddedCassandraOptionError('fast', 'servers cannot be restarted');
    await again.kill();
    const others = this.nodes.filter((other) => other !== again && other.isRunning);
    const logs = await Promise.all(others.map((other) => other.readLog()));
    await again.start();
    await again.waitUntilReady({ firstUser: false, peers: addressesOf(others) });
    await again.waitUntilKnows(addressesOf(others));
    await Promise.all(others.map((other, index) => other.waitUntilSees(again.address, logs[index]?.length ?? 0)));
  }

  /** Ends every node and removes their folder, unless it was given as `directory`. May be called twice. */
  async stop(): Promise<void> {
    await this.supervisor.end();
    // The supervisor has already done so, unless it was killed.
    if (!keepsData(this.plan)) await rm(this.plan.folder, { recursive: true, force: true });
  }

  /** The seed first: the others join through it. */
  private async startNodes(): Promise<void> {
    const [seed, ...others] = this.nodes;
    const isNew = !(await exists(join(nodeFolder(this.plan, 0), 'data')));
    await seed?.start();
    await seed?.waitUntilReady({ firstUser: isNew && Boolean(this.plan.options.authentication), peers: [] });
    await Promise.all(others.map((node) => node.start()));
    await Promise.all(this.nodes.map((node) => node.waitUntilReady(this.seesAllBut(node))));
    await Promise.all(this.nodes.map((node) => node.waitUntilKnows(this.seesAllBut(node).peers)));
  }

  private seesAllBut(node: CassandraNode): Readiness {
    return { firstUser: false, peers: addressesOf(this.nodes.filter((other) => other !== node)) };
  }

  private node(index: number): CassandraNode {
    const node = this.nodes[index];
    if (!node)
      throw new EmbeddedCassandraOptionError('node', `is ${index}, but there are ${this.nodes.length}, from 0`);
    return node;
  }
}

function keepsData({ options }: ServerPlan): boolean {
  return options.directory !== undefined;
}

function addressesOf(nodes: readonly CassandraNode[]): readonly string[] {
  return nodes.map(({ address }) => address);
}
