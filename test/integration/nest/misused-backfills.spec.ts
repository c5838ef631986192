import { setTimeout as delay } from 'node:timers/promises';
import { types } from 'cassandra-driver';
import type { BackfillDefinition, BackfillStatement, Row } from '../../../lib/index.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { forgetBackfills, until, withBackfill } from '../../support/background-backfills.js';

const UPDATE = 'UPDATE users SET first = ? WHERE id = ?';
const first = ({ id, name }: Row): BackfillStatement => ({ cql: UPDATE, params: [name, id] });
/** Milliseconds: longer than every process takes to notice a pause. */
const NOTICED = 4_000;

describe('a backfill whose row is not what it should be', () => {
  const keyspace = useKeyspace('misused');
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const rowsOf = async (cql: string) => (await keyspace.client.execute(cql, [], { fetchSize: 10_000 })).rows;
  const fill = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, id) => run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id}`])),
    );
  const definition = (more: Partial<BackfillDefinition>): BackfillDefinition => ({
    table: 'users',
    columns: ['name'],
    ranges: 16,
    row: first,
    ...more,
  });
  const wrong = async () =>
    (await rowsOf('SELECT id, name, first FROM users')).filter((row) => row['first'] !== row['name']);
  const count = async (cql: string) => Number((await run(cql)).first()['count']);

  beforeAll(async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    await run('CREATE TABLE many (id int, part int, PRIMARY KEY (id, part))');
  });
  beforeEach(async () => {
    await run('TRUNCATE users');
    await run('TRUNCATE many');
    await forgetBackfills(keyspace);
  });

  it('can be paused, resumed and ended while row never answers', async () => {
    await fill(40);
    const waiting = { rows: 0 };
    const never = () => {
      waiting.rows += 1;
      return new Promise<undefined>(() => {});
    };
    await withBackfill(keyspace, definition({ row: never }), async ({ backfills, run: start }) => {
      const ran = start();
      await until(() => waiting.rows > 0);
      expect(await backfills.pause('work')).toMatchObject({ state: 'paused' });
      expect(await backfills.resume('work')).toMatchObject({ state: 'running' });
      await backfills.cancel('work');
      expect(await ran).toMatchObject({ code: 'COODIE_BACKFILL_NOT_RUNNING', state: 'cancelled' });
    });
    expect(await count("SELECT count(*) FROM users WHERE first > '' ALLOW FILTERING")).toBe(0);
  });

  it('ends at once when it is asked to while row never answers', async () => {
    await fill(10);
    const asked = { rows: 0 };
    const never = () => {
      asked.rows += 1;
      return new Promise<undefined>(() => {});
    };
    await withBackfill(keyspace, definition({ row: never }), async ({ run: start }) => {
      const stopping = new AbortController();
      const ran = start(stopping.signal);
      await until(() => asked.rows > 0);
      stopping.abort(new Error('enough'));
      expect(await ran).toMatchObject({ message: 'enough' });
    });
    await withBackfill(keyspace, definition({}), async ({ run: start }) => {
      expect(await start()).toMatchObject({ state: 'finished', rows: 10 });
    });
    expect(await wrong()).toEqual([]);
  });

  it('writes nothing while it is paused, although row answers late', async () => {
    await fill(60);
    const gate = { open: () => {} };
    const opened = new Promise<void>((open) => (gate.open = open));
    const asked = { rows: 0 };
    const late = async (row: Row) => {
      asked.rows += 1;
      await opened;
      return first(row);
    };
    await withBackfill(keyspace, definition({ row: late }), async ({ backfills, run: start }) => {
      const ran = start();
      await until(() => asked.rows > 0);
      await backfills.pause('work', 'a test');
      await delay(NOTICED);
      gate.open();
      await delay(1_000);
      expect(await wrong()).toHaveLength(60);
      await backfills.resume('work');
      expect(await ran).toMatchObject({ state: 'finished', rows: 60 });
      expect(await wrong()).toEqual([]);
    });
  });

  it('rests within seconds of a pause, although row returns hundreds of writes', async () => {
    await fill(60);
    const parts = Array.from({ length: 300 }, (_, part) => part);
    const hundreds = ({ id }: Row) =>
      parts.map((part) => ({ cql: 'INSERT INTO many (id, part) VALUES (?, ?)', params: [id, part] }));
    const few = definition({ row: hundreds, concurrency: 4, ranges: 4 });
    await withBackfill(keyspace, few, async ({ backfills, run: start }) => {
      const ran = start();
      await until(async () => (await count('SELECT count(*) FROM many')) > 0);
      await backfills.pause('work');
      await delay(NOTICED);
      const before = await count('SELECT count(*) FROM many');
      await delay(1_000);
      expect(await count('SELECT count(*) FROM many')).toBe(before);
      expect(before).toBeLessThan(60 * 300);
      await backfills.resume('work', { concurrency: 256 });
      expect(await ran).toMatchObject({ state: 'finished', rows: 60 });
      expect(await count('SELECT count(*) FROM many')).toBe(60 * 300);
    });
  });

  it.each<[string, (row: Row) => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('bad row');
      },
      'bad row',
    ],
    [
      'throws something else',
      () => {
        throw 'a text';
      },
      'a text',
    ],
    ['rejects', () => Promise.reject(new Error('bad promise')), 'bad promise'],
    ['returns a text', () => UPDATE, 'row returned'],
    ['returns a number', () => 5, 'row returned'],
    ['returns a list with a hole', () => [undefined], 'row returned'],
    ['returns a statement without a text', ({ id }) => ({ params: [id] }), 'row returned'],
    ['returns parameters by their names', ({ id }) => ({ cql: UPDATE, params: { id } }), 'row returned'],
    ['promises a text', () => Promise.resolve(UPDATE), 'row returned'],
    ['returns too few parameters', ({ id }) => ({ cql: UPDATE, params: [id] }), ''],
    ['returns a parameter of another type', ({ id }) => ({ cql: UPDATE, params: [{}, id] }), ''],
  ])('keeps the row as a dead one where row %s', async (_, bad, message) => {
    await fill(30);
    const row = (source: Row) => (source['id'] === 7 ? (bad(source) as BackfillStatement) : first(source));
    await withBackfill(keyspace, definition({ row, deadRows: 1 }), async ({ backfills, run: start }) => {
      expect(await start()).toMatchObject({ state: 'finished', rows: 30, dead: 1 });
      const [dead] = await backfills.dead('work');
      expect(dead).toMatchObject({ key: 'id = 7', error: expect.stringContaining(message) as string });
    });
    expect((await wrong()).map(({ id }) => id as number)).toEqual([7]);
  });

  it('takes null for no writes', async () => {
    await fill(5);
    const none = () => null as unknown as undefined;
    await withBackfill(keyspace, definition({ row: none }), async ({ run: start }) => {
      expect(await start()).toMatchObject({ state: 'finished', rows: 5, skipped: 5, dead: 0 });
    });
  });

  it('keeps rows apart that look the same, and errors of any length', async () => {
    await run('CREATE TABLE alike (a text, b text, done boolean, PRIMARY KEY (a, b))');
    const keys = [
      ['1, b = 2', '3'],
      ['1', '2, b = 3'],
    ];
    for (const key of keys) await run('INSERT INTO alike (a, b) VALUES (?, ?)', key);
    const fail = () => {
      throw new Error('long '.repeat(5_000_000));
    };
    const alike = definition({ table: 'alike', columns: [], row: fail, deadRows: 2 });
    await withBackfill(keyspace, alike, async ({ backfills, run: start }) => {
      expect(await start()).toMatchObject({ state: 'finished', dead: 2 });
      expect((await backfills.dead('work')).every(({ error }) => error.length < 10_000)).toBe(true);
    });
  });

  it('is refused where a range of it is missing, and not finished without its rows', async () => {
    await fill(50);
    await withBackfill(keyspace, definition({}), async ({ backfills, run: start }) => {
      await run(`DELETE FROM "_coodie_backfill_ranges" WHERE name = 'work' AND run = ? AND position = 5`, [
        (await run(`SELECT run FROM "_coodie_backfills" WHERE name = 'work'`)).first()['run'],
      ]);
      expect(await start()).toMatchObject({ code: 'COODIE_BACKFILL_REFUSED' });
      expect(await backfills.status('work')).toMatchObject({ state: 'running', rows: 0 });
      expect(await backfills.run('work', { restart: true })).toMatchObject({ state: 'finished', rows: 50 });
    });
    expect(await wrong()).toEqual([]);
  });

  it.each<[string, object]>([
    [
      'with maps, sets and big integers of its own',
      { encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true } },
    ],
    ['that sends undefined as null', { encoding: { useUndefinedAsUnset: false } }],
    [
      'with defaults for its requests',
      { queryOptions: { prepare: false, fetchSize: 3, isIdempotent: true, consistency: types.consistencies.one } },
    ],
  ])('finishes over a client %s', async (_, client) => {
    await fill(100);
    const work = async () => {
      await withBackfill(
        keyspace,
        definition({ rate: 50, pageSize: 10 }),
        async ({ backfills, run: start }) => {
          const stopping = new AbortController();
          const ran = start(stopping.signal);
          await until(async () => (await backfills.status('work')).rows > 20);
          stopping.abort(new Error('enough'));
          expect(await ran).toMatchObject({ message: 'enough' });
          await backfills.resume('work', { rate: 0, concurrency: 16 });
          expect(await start()).toMatchObject({ state: 'finished', dead: 0, concurrency: 16, rate: undefined });
        },
        { ...clientOptions(), ...client },
      );
    };
    await work();
    expect(await wrong()).toEqual([]);
  });
});
