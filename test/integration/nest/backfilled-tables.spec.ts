import type { BackfillDefinition, Row } from '../../../lib/index.js';
import { useKeyspace } from '../../support/cassandra.js';
import { forgetBackfills, until, withBackfill } from '../../support/background-backfills.js';

/** Rows of one partition; 500,000 take minutes. */
const WIDE = Number(process.env['COODIE_WIDE_ROWS'] ?? 50_000);
const IN_ONE_REQUEST = 100;

jest.setTimeout(120_000 + WIDE);

describe('a backfill of a table of an unusual shape', () => {
  const keyspace = useKeyspace('shapes');
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const rowsOf = async (cql: string) => (await keyspace.client.execute(cql, [], { fetchSize: 10_000 })).rows;

  /** Rows of the partition 1. */
  const fillPartition = async (table: string, count: number) => {
    const insert = `INSERT INTO ${table} (id, part, name) VALUES (1, ?, ?)`;
    for (let start = 0; start < count; start += IN_ONE_REQUEST) {
      const parts = Array.from({ length: IN_ONE_REQUEST }, (_, index) => start + index);
      const writes = parts.map((part) => ({ query: insert, params: [part, `n${part}`] }));
      await keyspace.client.batch(writes, { prepare: true, logged: false });
    }
  };

  beforeEach(() => forgetBackfills(keyspace));

  it(`has one partition of ${WIDE} rows: it is stopped in the middle, goes on, and writes every row`, async () => {
    await run('CREATE TABLE wide (id int, part int, name text, first text, PRIMARY KEY (id, part))');
    await fillPartition('wide', WIDE);
    let calls = 0;
    const definition: BackfillDefinition = {
      table: 'wide',
      columns: ['name'],
      ranges: 16,
      row: ({ id, part, name }) => {
        calls += 1;
        return { cql: 'UPDATE wide SET first = ? WHERE id = ? AND part = ?', params: [name, id, part] };
      },
    };
    await withBackfill(keyspace, definition, async ({ backfills, run: start }) => {
      const stopping = new AbortController();
      const ran = start(stopping.signal);
      await until(() => calls > WIDE / 2);
      stopping.abort(new Error('enough'));
      expect(await ran).toMatchObject({ message: 'enough' });
      expect((await backfills.status('work')).share).toBeLessThan(1);
      const before = calls;
      expect(await start()).toMatchObject({ state: 'finished', dead: 0 });
      // It goes on within the partition: what is written again is a page, and what was in hand.
      expect(calls - before).toBeLessThan(WIDE - before + 2_000);
    });
    let right = 0;
    for await (const { name, first } of await keyspace.client.execute('SELECT name, first FROM wide'))
      right += name === first ? 1 : 0;
    expect(right).toBe(WIDE);
  });

  it.each([
    ['of other servers', (page: string) => page.replace(/[0-9a-f]{64}$/, (digest) => digest.replace(/./g, '0')), 2_000],
    ['that no server can read', (page: string) => page.replace(/ [0-9a-f]+ (?=[0-9a-f]{64}$)/, ' ffff00 '), 2_000],
    ['of its own', (page: string) => page, 0],
  ])('goes on in a partition at a mark %s, and writes every row', async (_, altered, again) => {
    await run('DROP TABLE IF EXISTS marked');
    await run('CREATE TABLE marked (id int, part int, name text, first text, PRIMARY KEY (id, part))');
    await fillPartition('marked', 5_000);
    const stopping = new AbortController();
    const seen: number[] = [];
    const definition: BackfillDefinition = {
      table: 'marked',
      columns: [],
      ranges: 1,
      concurrency: 64,
      row: ({ id, part }) => {
        seen.push(Number(part));
        if (seen.length === 2_500) stopping.abort(new Error('enough'));
        return { cql: 'UPDATE marked SET first = ? WHERE id = ? AND part = ?', params: ['x', id, part] };
      },
    };
    await withBackfill(keyspace, definition, async ({ run: start }) => {
      await start(stopping.signal);
      const [noted] = await rowsOf('SELECT name, run, position, page FROM "_coodie_backfill_ranges"');
      expect(noted?.['page']).toMatch(/^-?\d+ -?\d+ [0-9a-f]+ [0-9a-f]{64}$/);
      await run('UPDATE "_coodie_backfill_ranges" SET page = ? WHERE name = ? AND run = ? AND position = ?', [
        altered(String(noted?.['page'])),
        ...['name', 'run', 'position'].map((column) => noted?.[column]),
      ]);
      seen.length = 0;
      expect(await start()).toMatchObject({ state: 'finished', dead: 0 });
    });
    // The mark is at the end of the second page.
    expect(seen).toHaveLength(3_000 + again);
    expect(await rowsOf(`SELECT id FROM marked WHERE first = 'x' ALLOW FILTERING`)).toHaveLength(5_000);
  });

  it('has one row in 10,000 ranges', async () => {
    await run('CREATE TABLE single (id int PRIMARY KEY, first text)');
    await run('INSERT INTO single (id) VALUES (1)');
    const definition: BackfillDefinition = {
      table: 'single',
      columns: [],
      ranges: 10_000,
      row: ({ id }) => ({ cql: 'UPDATE single SET first = ? WHERE id = ?', params: ['one', id] }),
    };
    await withBackfill(keyspace, definition, async ({ run: start }) => {
      const ranges = { total: 10_000, done: 10_000 };
      expect(await start()).toMatchObject({ state: 'finished', rows: 1, share: 1, ranges });
    });
    expect(await rowsOf('SELECT * FROM single')).toMatchObject([{ id: 1, first: 'one' }]);
  });

  it('is empty', async () => {
    await run('CREATE TABLE nothing (id int PRIMARY KEY)');
    const definition: BackfillDefinition = {
      table: 'nothing',
      columns: [],
      row: () => {
        throw new Error('There is no row.');
      },
    };
    await withBackfill(keyspace, definition, async ({ run: start }) => {
      expect(await start()).toMatchObject({ state: 'finished', rows: 0, dead: 0, share: 1 });
    });
  });

  it('has partitions with static values alone: row is given them without a clustering key', async () => {
    await run(
      'CREATE TABLE carts (id int, item int, owner text static, price int, cents bigint, PRIMARY KEY (id, item))',
    );
    await run('ALTER TABLE carts ADD customer text static');
    for (let id = 0; id < 40; id += 1) {
      await run('INSERT INTO carts (id, owner) VALUES (?, ?)', [id, `o${id}`]);
      if (id % 2 === 0) await run('INSERT INTO carts (id, item, price) VALUES (?, 1, ?)', [id, id]);
    }
    const definition: BackfillDefinition = {
      table: 'carts',
      columns: ['owner', 'price'],
      row: ({ id, item, owner, price }) => [
        { cql: 'UPDATE carts SET customer = ? WHERE id = ?', params: [owner, id] },
        ...(item === null
          ? []
          : [{ cql: 'UPDATE carts SET cents = ? WHERE id = ? AND item = ?', params: [Number(price) * 100, id, item] }]),
      ],
    };
    await withBackfill(keyspace, definition, async ({ run: start }) => {
      expect(await start()).toMatchObject({ state: 'finished', rows: 40, dead: 0 });
    });
    const found = await rowsOf('SELECT id, item, customer, cents FROM carts');
    expect(found).toHaveLength(40);
    const isRight = ({ id, item, customer, cents }: Row) =>
      customer === `o${Number(id)}` &&
      (Number(id) % 2 === 0 ? Number(cents) === Number(id) * 100 : item === null && cents === null);
    expect(found.filter((row) => !isRight(row))).toEqual([]);
  });

  it.each([
    ['come back as a value alone', undefined, 20],
    ['stay away with a guard', ['name'], 0],
  ])('has rows that expire after they were read: they %s', async (_, guard, left) => {
    await run('DROP TABLE IF EXISTS sessions');
    await run('CREATE TABLE sessions (id int PRIMARY KEY, name text, first text)');
    for (let id = 0; id < 40; id += 1) await run('INSERT INTO sessions (id, name) VALUES (?, ?)', [id, `n${id}`]);
    for (let id = 0; id < 20; id += 1)
      await run('INSERT INTO sessions (id, name) VALUES (?, ?) USING TTL 12', [id, `n${id}`]);
    const expired = async () => (await rowsOf('SELECT name FROM sessions')).length === 20;
    const gate: { opened?: Promise<void> } = {};
    const definition: BackfillDefinition = {
      table: 'sessions',
      columns: ['name'],
      guard,
      ranges: 1,
      row: async ({ id, name }) => {
        await (gate.opened ??= until(expired));
        return { cql: 'UPDATE sessions SET first = ? WHERE id = ?', params: [name, id] };
      },
    };
    await withBackfill(keyspace, definition, async ({ run: start }) => {
      expect(await start()).toMatchObject({ state: 'finished', rows: 40, skipped: 20 - left, dead: 0 });
    });
    const found = await rowsOf('SELECT id, name, first FROM sessions');
    expect(found).toHaveLength(20 + left);
    expect(found.filter(({ name }) => name === null)).toHaveLength(left);
    expect(found.filter(({ id, first }) => first !== `n${id}`)).toEqual([]);
  });
});
