import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientOptions, policies } from 'cassandra-driver';
import { Column, type CoodieModuleOptions, Entity, type EntityClass, PartitionKey } from '../../lib/index.js';
import { waitUntil } from '../../lib/testing/embedded/cassandra-node.js';
import { withApplication } from '../support/application.js';
import { useCluster } from '../support/cluster.js';
import { startCoodie } from '../support/run-coodie.js';

const WEST = 2;
const REPLICATION = { class: 'NetworkTopologyStrategy', east: 2, west: 1 };
const TABLES = ['client.by_migration', 'client.by_sync', 'options.by_sync'];
const NAME = '20260101_001_table';

describe('two data centers, of which the application uses the near one', () => {
  jest.setTimeout(240_000);
  const cluster = useCluster({ dataCenters: { east: 2, west: 1 } });
  const firewall = useFirewall();
  const directory = mkdtempSync(join(tmpdir(), 'coodie-centers-'));
  const made: string[] = [];

  beforeAll(() => {
    writeFileSync(
      join(directory, `${NAME}.cql`),
      'CREATE TABLE by_migration (id int PRIMARY KEY);\nALTER TABLE by_migration ADD name text;',
    );
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('change the schema where the far one is healthy', async () => {
    expect(await everyWay('healthy')).toEqual(TABLES);
  });

  it('change the schema where the far one is healthy, but this machine cannot reach it', async () => {
    const addressResolution = new Firewalled(firewall.port());
    expect(await everyWay('firewalled', { addressResolution })).toEqual(TABLES);
  });

  it('change the schema where the far one has just fallen silent, and then where it is dead', async () => {
    await cluster.cassandra.pause(WEST);
    expect(await everyWay('paused')).toEqual(TABLES);
    await migrateByCommand('paused_options');
    await cluster.cassandra.kill(WEST);
    expect(await everyWay('killed')).toEqual(TABLES);
    await migrateByCommand('killed_options');
  });

  it('have every change in the far one, once it is back', async () => {
    expect(made).toHaveLength(4 * 3 + 2);
    await cluster.cassandra.restart(WEST);
    const client = cluster.clientOf(WEST);
    const knowsAll = await waitUntil(async () => {
      const tables = await tablesOn(client);
      return made.every((table) => tables.includes(table));
    }, 60_000);
    await client.shutdown();
    expect(knowsAll).toBe(true);
  });

  /**
   * Starts that create their keyspace: one with client options, one with a client of the application's. Answers the tables
   * that are there then.
   */
  async function everyWay(state: string, policies: ClientOptions['policies'] = {}): Promise<readonly string[]> {
    const options = { ...cluster.cassandra.clientOptions, contactPoints: east(), policies };
    // The driver waits for every host of the cluster after each change, for 10 s unless told otherwise.
    const protocolOptions = { ...options.protocolOptions, maxSchemaAgreementWaitSeconds: 1 };
    const client = new Client({ ...options, protocolOptions });
    try {
      await Promise.all([
        start(`${state}_options`, { client: options }),
        start(`${state}_client`, { client, migrations: { dir: directory, onBootstrap: 'apply' } }),
      ]);
      const tables = (await tablesOn(client)).filter((table) => table.startsWith(state) && !table.includes('_coodie_'));
      made.push(...tables);
      return tables.map((table) => table.slice(state.length + 1)).toSorted();
    } finally {
      await client.shutdown();
    }
  }

  function start(keyspace: string, options: Pick<CoodieModuleOptions, 'client' | 'migrations'>): Promise<void> {
    const createKeyspace = { replication: REPLICATION };
    return withApplication({ ...options, keyspace, createKeyspace, ddlTimeout: 40_000 }, [bySync()], async () => {});
  }

  async function migrateByCommand(keyspace: string): Promise<void> {
    const args = ['migrate', 'apply', '--json', '--keyspace', keyspace, '--hosts', east().join(',')];
    const { code, stdout } = await startCoodie([...args, '--migrations-dir', directory], { cwd: directory }).ended;
    expect(JSON.parse(stdout)).toMatchObject({ migrations: [{ name: NAME }] });
    expect(code).toBe(0);
    made.push(`${keyspace}.by_migration`);
  }

  async function tablesOn(client: Client): Promise<readonly string[]> {
    const { rows } = await client.execute('SELECT keyspace_name, table_name FROM system_schema.tables');
    return rows.map((row) => `${String(row['keyspace_name'])}.${String(row['table_name'])}`);
  }

  function east(): string[] {
    return cluster.cassandra.contactPoints.slice(0, WEST);
  }
});

function bySync(): EntityClass {
  class BySync {}
  PartitionKey('int')(BySync.prototype, 'id');
  Column('text')(BySync.prototype, 'name');
  Entity({ name: 'by_sync' })(BySync);
  return BySync;
}

/** Takes connections and never answers, as a firewall that drops what comes in. */
function useFirewall() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  beforeAll(() => new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle)));
  afterAll(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return { port: () => (server.address() as AddressInfo).port };
}

/** Leads to the firewall in the place of the far data center. */
class Firewalled extends policies.addressResolution.EC2MultiRegionTranslator {
  constructor(private readonly port: number) {
    super();
  }

  override translate(address: string, port: number, callback: Function): void {
    callback(address === `127.0.0.${WEST + 1}` ? `127.0.0.1:${this.port}` : `${address}:${port}`);
  }
}
