import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, policies, types } from 'cassandra-driver';
import { waitUntil } from '../../../lib/testing/embedded/cassandra-node.js';
import { EmbeddedCassandra } from '../../../lib/testing/index.js';

const VERSION = 'SELECT release_version FROM system.local';

describe('EmbeddedCassandra', () => {
  describe('leaves no process and no folder behind', () => {
    let folder: string;
    let parent: ChildProcess;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'leaves-nothing-'));
    });
    afterEach(async () => {
      parent.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    });

    /** A program that starts a server, and stops it when it is told to on its standard input. */
    const PROGRAM = `
      import { EmbeddedCassandra } from ${JSON.stringify(`file://${resolve('dist/testing/index.js')}`)};
      const cassandra = await EmbeddedCassandra.start({ fast: true });
      console.log('up');
      process.stdin.once('data', () => cassandra.stop().then(() => console.log('stopped')));
      setInterval(() => {}, 1000);
    `;

    async function startParent(): Promise<void> {
      parent = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
        env: { ...process.env, TMPDIR: folder },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      expect(await nextLine(parent)).toBe('up');
      expect(processesOf(folder)).toBeGreaterThan(0);
      expect(await readdir(folder)).toHaveLength(1);
    }

    it('after stop', async () => {
      await startParent();
      parent.stdin?.write('stop\n');
      expect(await nextLine(parent)).toBe('stopped');
      expect(processesOf(folder)).toBe(0);
      expect(await readdir(folder)).toEqual([]);
    });

    it.each(['SIGKILL', 'SIGINT'] as const)('when %s ends its parent', async (signal) => {
      await startParent();
      parent.kill(signal);
      const nothingLeft = async () => processesOf(folder) === 0 && (await readdir(folder)).length === 0;
      expect(await waitUntil(nothingLeft, 10_000)).toBe(true);
    });
  });

  it('runs two at once, one of them with a password', async () => {
    const [open, closed] = await Promise.all([
      EmbeddedCassandra.start({ fast: true }),
      EmbeddedCassandra.start({ fast: true, authentication: true }),
    ]);
    try {
      expect(open.port).not.toBe(closed.port);
      expect(open.contactPoints).toEqual([`127.0.0.1:${open.port}`]);
      expect(await ask(open.clientOptions)).toBe('5.0.8');
      expect(await ask(closed.clientOptions)).toBe('5.0.8');
      const wrong = { username: 'cassandra', password: 'guessed' };
      await expect(ask({ ...closed.clientOptions, credentials: wrong })).rejects.toThrow(
        'All host(s) tried for query failed',
      );
    } finally {
      await Promise.all([open.stop(), closed.stop()]);
    }
  });

  it('says why a server did not start, and leaves nothing behind', async () => {
    const start = EmbeddedCassandra.start({ settings: { no_such_setting: true } });
    await expect(start).rejects.toMatchObject({
      code: 'COODIE_CASSANDRA_START_FAILED',
      node: 0,
      log: expect.stringContaining('no_such_setting'),
    });
  });

  it('keeps the data of a directory from one server to the next', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kept-'));
    const replaced = await EmbeddedCassandra.start({ directory });
    await ask(replaced.clientOptions, createKeyspace(1));
    await replaced.stop();
    const cassandra = await EmbeddedCassandra.start({ directory });
    const found = await ask(
      cassandra.clientOptions,
      "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = 'faults'",
    );
    await cassandra.stop();
    expect(found).toBe('faults');
    await rm(directory, { recursive: true });
  });

  describe('with three nodes', () => {
    let cassandra: EmbeddedCassandra;
    const { all, one, quorum } = types.consistencies;

    beforeAll(async () => {
      cassandra = await EmbeddedCassandra.start({ nodes: 3 });
      await at(0, createKeyspace(3));
      await at(0, 'CREATE TABLE faults.writes (id int PRIMARY KEY)');
    });
    afterAll(() => cassandra.stop());

    /**
     * Runs a statement on one node, with a client of its own: one that lives through the death of a node may go on
     * trying to reach it after its shutdown, and keep Jest from ending.
     */
    async function at(node: number, query: string, consistency = one): Promise<types.ResultSet> {
      const client = clientOf(cassandra, node);
      try {
        return await client.execute(query, [], { consistency });
      } finally {
        await client.shutdown();
      }
    }

    it('shows the others to each node, and writes to all of them', async () => {
      const peers = await Promise.all([0, 1, 2].map((node) => at(node, 'SELECT peer FROM system.peers_v2')));
      expect(peers.map(({ rowLength }) => rowLength)).toEqual([2, 2, 2]);
      await expect(at(1, 'INSERT INTO faults.writes (id) VALUES (1)', all)).resolves.toBeDefined();
    });

    it('pauses a node, which then answers nothing, and lets it go on', async () => {
      const client = clientOf(cassandra, 1);
      await client.connect();
      await cassandra.pause(1);
      await expect(client.execute(VERSION, [], { readTimeout: 1000 })).rejects.toThrow('timeout');
      await client.shutdown();
      await cassandra.resume(1);
      const answer = waitUntil(async () => succeeds(at(1, 'SELECT id FROM faults.writes', all)), 20_000);
      expect(await answer).toBe(true);
    });

    it('kills a node, and starts it again with all that it had acknowledged', async () => {
      await at(0, 'INSERT INTO faults.writes (id) VALUES (2)', all);
      await cassandra.kill(2);
      await expect(at(2, VERSION)).rejects.toThrow('ECONNREFUSED');
      await at(0, 'INSERT INTO faults.writes (id) VALUES (3)', quorum);
      await cassandra.restart(2);
      await at(0, 'INSERT INTO faults.writes (id) VALUES (4)', all);
      const { rows } = await at(2, 'SELECT id FROM faults.writes');
      expect(rows.map((row) => row['id'] as number)).toEqual(expect.arrayContaining([2, 4]));
    });

    it('refuses a node that it does not have', async () => {
      await expect(cassandra.kill(3)).rejects.toMatchObject({ code: 'COODIE_CASSANDRA_OPTION_INVALID' });
    });
  });
});

function createKeyspace(replicas: number): string {
  return `CREATE KEYSPACE faults WITH replication = {'class': 'SimpleStrategy', 'replication_factor': ${replicas}}`;
}

async function nextLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('no standard output');
  const lines = createInterface({ input: stdout });
  const [line] = (await once(lines, 'line')) as [string];
  lines.close();
  return line;
}

/** How many processes have the text among their arguments. */
function processesOf(text: string): number {
  const table = execFileSync('ps', ['-axww', '-o', 'args'], { encoding: 'utf8' });
  return table.split('\n').filter((line) => line.includes(text)).length;
}

/** The first value of the first row. */
async function ask(options: EmbeddedCassandra['clientOptions'], query = VERSION): Promise<unknown> {
  const client = new Client(options);
  try {
    return (await client.execute(query)).first()?.values()[0];
  } finally {
    await client.shutdown();
  }
}

/** A client that talks to one node only. */
function clientOf(cassandra: EmbeddedCassandra, node: number): Client {
  const { AllowListPolicy, RoundRobinPolicy } = policies.loadBalancing;
  const contactPoints = cassandra.contactPoints.slice(node, node + 1);
  const loadBalancing = new AllowListPolicy(new RoundRobinPolicy(), contactPoints);
  return new Client({ ...cassandra.clientOptions, contactPoints, policies: { loadBalancing } });
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
