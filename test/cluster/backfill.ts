import { setTimeout as delay } from 'node:timers/promises';
import { types, type Client } from 'cassandra-driver';
import { MIN_TOKEN } from '../../lib/core/backfill/token-range.js';
import type { BackfillDefinition } from '../../lib/index.js';
import { until, withBackfill, type BackfillRun } from '../support/background-backfills.js';
import type { Cluster } from '../support/cluster.js';

const ROWS = 3_000;
/** Milliseconds: less than the minute after which a backfill gives up. */
const OUTAGE = 30_000;

const FILL: BackfillDefinition = {
  table: 'users',
  columns: ['name'],
  rate: 250,
  row: ({ id, name }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name, id] }),
};

/** A backfill in the background while nodes are killed, stopped and started again. */
export function backfillOnThreeNodes(cluster: Cluster): void {
  describe('a backfill in the background', () => {
    it('writes every row while a node dies and joins again, and another one is stopped for a time', () =>
      filled(cluster, 'backfill_nodes', async (work, client) => {
        await work.progress(1);
        await cluster.cassandra.kill(2);
        await work.progress(300);
        await cluster.cassandra.restart(2);
        await work.progress(100);
        await cluster.cassandra.pause(1);
        await work.progress(100);
        await cluster.cassandra.resume(1);
        expect(await work.end()).toMatchObject({ state: 'finished', dead: 0, share: 1 });
        expect(await wrong(client)).toEqual([]);
        expect(await endsOfRanges(client)).toEqual(expect.arrayContaining([...tokensOfAll(client)]));
      }));

    it('goes on where no write is acknowledged for half a minute, and loses no row', () =>
      filled(cluster, 'backfill_outage', async (work, client) => {
        await work.progress(1);
        await Promise.all([1, 2].map((node) => cluster.cassandra.pause(node)));
        await delay(OUTAGE);
        await Promise.all([1, 2].map((node) => cluster.cassandra.resume(node)));
        expect(await work.end()).toMatchObject({ state: 'finished', dead: 0, share: 1 });
        expect(await wrong(client)).toEqual([]);
      }));
  });
}

/** A run under way. */
interface Work {
  /** Waits for that many more rows; fails where the run ends before. */
  progress(more: number): Promise<void>;
  /** The end of the run, without its limit of rows per second. */
  end(): Promise<unknown>;
}

async function filled(
  cluster: Cluster,
  name: string,
  use: (work: Work, client: Client) => Promise<void>,
): Promise<void> {
  await cluster.createKeyspace(name);
  const client = cluster.clientOf(0);
  try {
    await client.execute(`USE ${name}`);
    await client.execute('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    const insert = 'INSERT INTO users (id, name) VALUES (?, ?)';
    const options = { prepare: true, consistency: types.consistencies.quorum };
    for (let start = 0; start < ROWS; start += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => client.execute(insert, [start + index, `n${start + index}`], options)),
      );
    // A host that is silent is found out sooner than by the driver's own patience.
    const impatient = { ...cluster.cassandra.clientOptions, socketOptions: { readTimeout: 4_000 } };
    await withBackfill({ name }, FILL, (started) => use(workOf(started), client), impatient);
  } finally {
    await client.shutdown();
  }
}

function workOf({ backfills, run }: BackfillRun): Work {
  const ran = { result: undefined as unknown };
  const ended = run().then((result) => (ran.result = result));
  // A cluster at fault may not answer.
  const rows = async () => (await backfills.status('work').catch(() => undefined))?.rows ?? 0;
  return {
    progress: async (more) => {
      const before = await rows();
      await until(async () => ran.result !== undefined || (await rows()) >= before + more);
      if (ran.result instanceof Error) throw ran.result;
    },
    end: async () => {
      await until(() =>
        backfills.resume('work', { rate: 0 }).then(
          () => true,
          () => ran.result !== undefined,
        ),
      );
      return ended;
    },
  };
}

async function wrong(client: Client): Promise<readonly unknown[]> {
  const options = { fetchSize: ROWS, consistency: types.consistencies.quorum };
  const { rows } = await client.execute('SELECT id, name, first FROM users', [], options);
  expect(rows).toHaveLength(ROWS);
  return rows.filter(({ name, first }) => name !== first);
}

async function endsOfRanges(client: Client): Promise<readonly string[]> {
  const { rows } = await client.execute('SELECT end_token FROM "_coodie_backfill_ranges"');
  return rows.map(({ end_token: end }) => String(end));
}

/** Tokens of all hosts but for the least one of all, with which no range ends: none lies on both sides of another. */
function tokensOfAll({ hosts }: Client): readonly string[] {
  const tokens = hosts.values().flatMap(({ tokens: own }) => own.map(String));
  expect(tokens.length).toBeGreaterThanOrEqual(hosts.length);
  return tokens.filter((token) => token !== String(MIN_TOKEN));
}
