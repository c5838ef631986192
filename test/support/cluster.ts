import { Client, policies, types } from 'cassandra-driver';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedCassandra, type EmbeddedCassandraOptions } from '../../lib/testing/index.js';
import { startCoodie, type CoodieRun, type RunOptions } from './run-coodie.js';
import type { Ended } from './run-node.js';

const { AllowListPolicy, RoundRobinPolicy } = policies.loadBalancing;

/** Some nodes; there within tests and hooks only. */
export interface Cluster {
  readonly cassandra: EmbeddedCassandra;
  /** Talks to the node of that number alone. */
  clientOf(node: number): Client;
  /** Makes a keyspace with a copy of everything on each node. */
  createKeyspace(name: string): Promise<void>;
}

/** Three nodes, unless told otherwise, for the suites of a spec: from before its first test until after its last. */
export function useCluster(options: EmbeddedCassandraOptions = { nodes: 3 }): Cluster {
  const made: { cassandra?: EmbeddedCassandra } = {};
  const cassandra = (): EmbeddedCassandra => {
    if (!made.cassandra) throw new Error('useCluster: there is no cluster before the first hook has run.');
    return made.cassandra;
  };
  beforeAll(async () => {
    made.cassandra = await EmbeddedCassandra.start(options);
  });
  afterAll(() => made.cassandra?.stop());
  const clientOf = (node: number) => {
    const { clientOptions, contactPoints } = cassandra();
    const only = [contactPoints[node] ?? ''];
    const loadBalancing = new AllowListPolicy(new RoundRobinPolicy(), only);
    return new Client({ ...clientOptions, contactPoints: only, policies: { loadBalancing } });
  };
  return {
    get cassandra() {
      return cassandra();
    },
    clientOf,
    createKeyspace: async (name) => {
      const client = clientOf(0);
      await client.execute(
        `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}`,
      );
      await client.shutdown();
    },
  };
}

/** A keyspace of the cluster, its migrations, and runs of the command line over them. */
export class MigratedKeyspace {
  private readonly path = mkdtempSync(join(tmpdir(), 'coodie-cluster-'));

  constructor(
    private readonly cluster: Cluster,
    readonly name: string,
  ) {}

  static async with<T>(cluster: Cluster, name: string, work: (keyspace: MigratedKeyspace) => Promise<T>): Promise<T> {
    const keyspace = new MigratedKeyspace(cluster, name);
    await cluster.createKeyspace(name);
    try {
      return await work(keyspace);
    } finally {
      rmSync(keyspace.path, { recursive: true, force: true });
    }
  }

  get directory(): string {
    return this.path;
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.path, file), text);
  }

  /** `coodie migrate …args`, under way. */
  start(args: readonly string[], options: Omit<RunOptions, 'cwd' | 'sentFile'> = {}): CoodieRun {
    const hosts = this.cluster.cassandra.contactPoints.join(',');
    return startCoodie(['migrate', ...args, '--keyspace', this.name, '--hosts', hosts, '--migrations-dir', this.path], {
      ...options,
      cwd: this.path,
      sentFile: this.sentFile,
    });
  }

  /** The same, to its end. */
  run(args: readonly string[], options: Omit<RunOptions, 'cwd' | 'sentFile'> = {}): Promise<Ended> {
    return this.start(args, options).ended;
  }

  /** What all runs have sent of the migrations' own statements, in order. */
  sent(): readonly string[] {
    return readFileSync(this.sentFile, 'utf8').trimEnd().split('\n');
  }

  forgetSent(): void {
    rmSync(this.sentFile, { force: true });
  }

  /** Takes the lock away from whoever holds it, as `migrate unlock` does. */
  async unlock(): Promise<void> {
    await this.rows(`DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`);
  }

  /** Rows, as every node but a minority has them. */
  async rows(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return this.use(
      0,
      async (client) => (await client.execute(query, [], { consistency: types.consistencies.quorum })).rows,
    );
  }

  /** What migrations came to, in order; runs that failed are left out. */
  async events(): Promise<readonly string[]> {
    const rows = await this.rows('SELECT event FROM "_coodie_migrations_log"');
    return rows.map(({ event }) => String(event)).filter((event) => event !== 'failed');
  }

  /** Everything that a node says of the keyspace, but for its name and ids. */
  async schema(node = 0): Promise<string> {
    return this.use(node, async (client) => {
      const { rows } = await client.execute(`DESCRIBE KEYSPACE ${this.name}`);
      const texts = rows.map((row) => String(row['create_statement']));
      return texts
        .join('\n')
        .replaceAll(this.name, 'the_keyspace')
        .replaceAll(/ID = [\da-f-]+/g, 'ID = …');
    });
  }

  /** The same of all nodes, once they agree; a node that is back needs a moment to learn what it has missed. */
  async agreedSchema(timeout: number): Promise<string> {
    const deadline = performance.now() + timeout;
    for (;;) {
      const [schema = '', ...others] = await Promise.all([0, 1, 2].map((node) => this.schema(node)));
      if (others.every((other) => other === schema)) return schema;
      if (performance.now() > deadline) throw new Error(`The nodes differ:\n${[schema, ...others].join('\n\n')}`);
      await delay(500);
    }
  }

  private get sentFile(): string {
    return join(this.path, '.sent');
  }

  private async use<T>(node: number, work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.cluster.clientOf(node);
    try {
      await client.execute(`USE ${this.name}`);
      return await work(client);
    } finally {
      await client.shutdown();
    }
  }
}
