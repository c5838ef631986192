import { types, type Client } from 'cassandra-driver';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { MigratedKeyspace, type Cluster } from '../support/cluster.js';
import { runNode, type Ended } from '../support/run-node.js';

const APP = join(__dirname, '../fixtures/apps/entities-app.mjs');
const GATE = pathToFileURL(join(__dirname, '../fixtures/faults/gate.mjs')).href;
const CLAIMS = 'SELECT lock_id, owner FROM "_coodie_migrations_lock"';

/** Applications that are started one after the other, while the coordinator of the first one's CREATE TABLE is paused. */
export function lateCreation(cluster: Cluster): void {
  describe('a CREATE TABLE of a sync that its coordinator runs late', () => {
    it('takes no row of the table that another pod has made meanwhile, and no column that was added to it', () =>
      MigratedKeyspace.with(cluster, 'late_creation', async (keyspace) => {
        const pods = new Pods(cluster, keyspace);
        const made = await pods.whileFirstIsHeldUp(async (coordinator) => {
          expect(await pods.start({})).toMatchObject({ code: 0, stderr: '' });
          await pods.client(other(coordinator), (client) =>
            client.execute(`INSERT INTO table_0 (id, name, brand) VALUES (${ROW}, 'kept', 'kept')`, [], QUORUM),
          );
          expect(await pods.start(GROWN)).toMatchObject({ code: 0, stderr: '' });
          const { stderr } = await pods.start({ ...GROWN, COMMENT: 'would be lost' });
          expect(stderr).toContain('COODIE_EARLIER_STATEMENTS');
          expect(stderr).toContain(cluster.cassandra.contactPoints[coordinator]);
          return pods.identity(other(coordinator));
        });
        await keyspace.agreedSchema(90_000);
        expect(await Promise.all([0, 1, 2].map((node) => pods.identity(node).then(({ id }) => id)))).toEqual(
          [0, 1, 2].map(() => made.id),
        );
        expect(await pods.start({ ...GROWN, COMMENT: 'is kept' })).toMatchObject({ code: 0, stderr: '' });
        expect(await keyspace.rows(`SELECT name, brand, stock FROM table_0`)).toMatchObject([
          { name: 'kept', brand: 'kept', stock: null },
        ]);
        expect(await keyspace.rows(CLAIMS)).toEqual([]);
      }));

    it('is of no account for the identity of a table that is dropped and created again', () =>
      MigratedKeyspace.with(cluster, 'created_again', async (keyspace) => {
        const pods = new Pods(cluster, keyspace);
        expect(await pods.start({})).toMatchObject({ code: 0, stderr: '' });
        const first = await pods.identity(0);
        await keyspace.rows('DROP TABLE table_0');
        await keyspace.agreedSchema(60_000);
        expect(await pods.start({})).toMatchObject({ code: 0, stderr: '' });
        expect((await pods.identity(0)).id).not.toBe(first.id);
        await keyspace.rows(`INSERT INTO table_0 (id, name) VALUES (${ROW}, 'new')`);
        expect(await keyspace.rows('SELECT name FROM table_0')).toMatchObject([{ name: 'new' }]);
        expect(await keyspace.rows(CLAIMS)).toEqual([]);
      }));
  });
}

const ROW = '00000000-0000-4000-8000-000000000001';
const GROWN = { COLUMNS: 'name,brand,stock' };
const QUORUM = { consistency: types.consistencies.quorum };
const other = (node: number) => (node + 1) % 3;

interface Identity {
  readonly id: string;
  /** When its row of the schema was written: microseconds. */
  readonly written: number;
}

/** Starts of an application with one table, each in a process of its own. */
class Pods {
  constructor(
    private readonly cluster: Cluster,
    private readonly keyspace: MigratedKeyspace,
  ) {}

  start(environment: NodeJS.ProcessEnv, ...preloaded: readonly string[]): Promise<Ended> {
    const points = this.cluster.cassandra.contactPoints.join(',');
    const own = {
      KEYSPACE: this.keyspace.name,
      ENTITIES: '1',
      MIGRATIONS_DIR: '',
      CASSANDRA_CONTACT_POINTS: points,
      // Each connection to a paused host takes as long.
      READ_TIMEOUT: '2000',
    };
    const imports = preloaded.flatMap((script) => ['--import', script]);
    return runNode([...imports, APP], { ...own, ...environment }, 120_000);
  }

  /**
   * Pauses the coordinator exactly before the first pod sends its CREATE TABLE: the pod fails, and names it. When the work
   * is done the coordinator goes on, and has run the statement in the end.
   */
  async whileFirstIsHeldUp(work: (coordinator: number) => Promise<Identity>): Promise<Identity> {
    const { cassandra } = this.cluster;
    const folder = this.keyspace.directory;
    const gate = JSON.stringify({ statement: '^CREATE TABLE table_0', folder });
    const first = this.start({ GATE: gate, DDL_TIMEOUT: '5000' }, GATE);
    const ended = first.then(({ stderr }) => {
      if (!existsSync(join(folder, 'asked')))
        throw new Error(`The first pod ended before its CREATE TABLE:\n${stderr}`);
    });
    while (!existsSync(join(folder, 'asked'))) await Promise.race([delay(20), ended]);
    await delay(20);
    const address = readFileSync(join(folder, 'asked'), 'utf8');
    const coordinator = cassandra.contactPoints.indexOf(address);
    await cassandra.pause(coordinator);
    try {
      writeFileSync(join(folder, 'open'), '');
      const { code, stderr } = await first;
      if (code !== 1 || !stderr.includes(address))
        throw new Error(`The first pod did not fail for ${address}:\n${stderr}`);
      const made = await work(coordinator);
      await cassandra.resume(coordinator);
      await this.untilRun(coordinator, made);
      return made;
    } finally {
      await cassandra.resume(coordinator);
    }
  }

  identity(node: number): Promise<Identity> {
    return this.client(node, async (client) => {
      const { rows } = await client.execute(
        'SELECT id, WRITETIME(id) AS written FROM system_schema.tables ' +
          `WHERE keyspace_name = '${this.keyspace.name}' AND table_name = 'table_0'`,
      );
      return { id: String(rows[0]?.['id']), written: Number(rows[0]?.['written'] ?? 0) };
    });
  }

  async client<T>(node: number, work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.cluster.clientOf(node);
    try {
      await client.execute(`USE ${this.keyspace.name}`);
      return await work(client);
    } finally {
      await client.shutdown();
    }
  }

  /** Until the statement that was held up has been run. */
  async untilRun(node: number, { written }: Identity): Promise<void> {
    const deadline = performance.now() + 60_000;
    while ((await this.identity(node)).written <= written) {
      if (performance.now() > deadline) throw new Error('The paused coordinator has not run the statement.');
      await delay(200);
    }
  }
}
