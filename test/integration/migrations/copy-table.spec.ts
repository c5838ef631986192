import { types } from 'cassandra-driver';
import {
  BackfillRefusedError,
  BackfillStoppedError,
  CopyDiffersError,
  type MigrationFailedError,
} from '../../../lib/index.js';
import { useKeyspace } from '../../support/cassandra.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

describe('a copy of a table', () => {
  const keyspace = useKeyspace('copy');
  const directory = useMigrationsDirectory();
  let number = 0;
  const files: string[] = [];
  const tables: string[] = [];

  const run = async (cql: string, params: readonly unknown[] = []) =>
    (await keyspace.client.execute(cql, [...params], { prepare: true })).rows;
  const migrations = () =>
    faultyMigrations({ client: keyspace.client, keyspace: keyspace.name, directory: directory.path });
  /** Applies a migration with one copy. */
  const copy = (options: string) => {
    number += 1;
    const file = `20260101_${String(number).padStart(3, '0')}_copy.ts`;
    files.push(file);
    const body = `const { rows, skipped, dead } = await ctx.copyTable({ ${options} }); ctx.logger.log(JSON.stringify({ rows, skipped, dead }));`;
    directory.write(file, `export default class { async upgrade(ctx) { ${body} } async downgrade() {} }`);
    return migrations().apply();
  };
  const failureOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    return (error as MigrationFailedError | undefined)?.cause;
  };
  /** Two tables; dropped after the test. */
  const create = async (from: string, to: string) => {
    number += 1;
    const [a, b] = [`a${number}`, `b${number}`];
    await run(`CREATE TABLE ${a} ${from}`);
    await run(`CREATE TABLE ${b} ${to}`);
    tables.push(a, b);
    return { a, b, both: `from: '${a}', to: '${b}'` };
  };

  beforeAll(() => run('CREATE TYPE address (street text, zip int)'));
  afterEach(async () => {
    for (const file of files.splice(0)) directory.remove(file);
    for (const table of tables.splice(0)) await run(`DROP TABLE ${table}`);
    for (const table of ['', '_journal', '_log']) await run(`TRUNCATE "_coodie_migrations${table}"`);
  });

  it('gives the rows another key, is one statement of the history, and can be verified', async () => {
    const { a, b, both } = await create(
      '(id int PRIMARY KEY, owner text, at timestamp, n int)',
      '(owner text, at timestamp, id int, n bigint, extra text, PRIMARY KEY (owner, at, id)) WITH CLUSTERING ORDER BY (at DESC, id ASC)',
    );
    const ids = Array.from({ length: 2_000 }, (_, id) => id);
    await Promise.all(
      ids.map((id) =>
        run(`INSERT INTO ${a} (id, owner, at, n) VALUES (?, ?, ?, ?)`, [
          id,
          `o${id % 7}`,
          new Date(id),
          id % 2 ? id : null,
        ]),
      ),
    );
    const [result] = await copy(`name: 'sessions', ${both}, verify: 'hash'`);
    expect(result?.statements).toEqual([`BACKFILL sessions FROM ${a} INTO ${b}`]);
    const rows = await run(`SELECT owner, at, id, n FROM ${b} WHERE owner = 'o3'`);
    const expected = ids.filter((id) => id % 7 === 3).toReversed();
    expect(rows.map((row) => [row['id'] as number, row['n'] === null ? null : Number(row['n'])])).toEqual(
      expected.map((id) => [id, id % 2 ? id : null]),
    );
  });

  it('keeps every value of every type, also those that the driver loses as objects', async () => {
    const COLUMNS: readonly (readonly [type: string, ...values: readonly string[]])[] = [
      ['bigint', '9223372036854775807', '9007199254740993'],
      ['varint', '-123456789012345678901234567890', '128'],
      ['decimal', '1.10', '123456789012345678901234567890.123456789', '1E-30'],
      ['double', 'NaN', '-0.0', '5e-324'],
      ['float', '0.1', '-Infinity'],
      ['duration', '1y2mo3w4d5h6m7s8ms9us10ns'],
      ['inet', "'2001:db8::1'"],
      ['date', "'-5877641-06-23'", "'2024-02-29'"],
      ['time', "'23:59:59.999999999'"],
      ['timestamp', '-62135596800000', '8640000000000000'],
      ['timeuuid', '50554d6e-29bb-11e5-b345-feff819cdc9f'],
      ['text', "'é😀'", "'\uFEFFbom'", "''"],
      ['blob', '0x00ff', '0xefbbbf'],
      ['list<int>', '[1, 2, 1]'],
      ['set<text>', "{'a', 'b'}"],
      ['map<timestamp, int>', '{0: 1, 1: 2}'],
      ['map<text, int>', "{'__proto__': 1, 'a': 2}"],
      ['map<blob, int>', '{0x00ff: 1}'],
      ['map<frozen<list<int>>, text>', "{[1, 2]: 'x'}"],
      ['map<bigint, text>', "{9007199254740993: 'a', 1: 'b'}"],
      ['frozen<list<int>>', '[]', '[1]'],
      ['frozen<set<text>>', '{}', "{'a'}"],
      ['frozen<map<text, int>>', '{}', "{'a': 1}"],
      ['tuple<int, frozen<list<text>>>', '(1, [])', "(null, ['a'])"],
      ['list<frozen<list<int>>>', '[[], [1]]'],
      ['frozen<address>', "{street: 's', zip: 1}", '{street: null, zip: null}'],
      ['address', "{street: 's'}"],
      ['map<text, frozen<map<text, frozen<address>>>>', "{'a': {'b': {street: 's', zip: 3}}}"],
    ];
    const columns = COLUMNS.map(([type], index) => `c${index} ${type}`).join(', ');
    const { a, b, both } = await create(`(k int PRIMARY KEY, ${columns})`, `(k int PRIMARY KEY, ${columns})`);
    let k = 0;
    for (const [index, [, ...values]] of COLUMNS.entries())
      for (const value of values)
        await keyspace.client.execute(`INSERT INTO ${a} (k, c${index}) VALUES (${(k += 1)}, ${value})`);
    await copy(`${both}, verify: 'hash'`);
    const json = async (table: string) => {
      const selected = COLUMNS.map((_, index) => `toJson(c${index}) AS c${index}`).join(', ');
      const rows = await run(`SELECT k, ${selected} FROM ${table}`);
      return new Map(rows.map((row) => [row['k'], COLUMNS.map((_, index): unknown => row[`c${index}`])]));
    };
    const [source, target] = [await json(a), await json(b)];
    expect(source.size).toBe(k);
    expect(target).toEqual(source);
  });

  it('counts a value that the driver cannot write as a dead row, and stops at the first where none is allowed', async () => {
    const { a, b, both } = await create('(k int PRIMARY KEY, at timestamp)', '(k int PRIMARY KEY, at timestamp)');
    await run(`INSERT INTO ${a} (k, at) VALUES (1, 0)`);
    await keyspace.client.execute(`INSERT INTO ${a} (k, at) VALUES (2, 9223372036854775807)`);
    const stopped = await failureOf(copy(both));
    expect(stopped).toBeInstanceOf(BackfillStoppedError);
    expect(String(stopped)).toContain('the row k = 2 could not be written');
    for (const file of files.splice(0)) directory.remove(file);
    await run('TRUNCATE "_coodie_migrations_journal"');
    await copy(`${both}, deadRows: 1`);
    expect((await run(`SELECT k FROM ${b}`)).map(({ k }) => k as number)).toEqual([1]);
  });

  it('copies static columns once for a partition, also where it has no rows', async () => {
    const shape = '(p int, c int, s text STATIC, v text, PRIMARY KEY (p, c))';
    const { a, b, both } = await create(shape, shape);
    await run(`INSERT INTO ${a} (p, s) VALUES (1, 'alone')`);
    await run(`INSERT INTO ${a} (p, c, s, v) VALUES (2, 1, 'shared', 'x')`);
    await run(`INSERT INTO ${a} (p, c) VALUES (2, 2)`);
    await copy(`${both}, verify: 'hash'`);
    const rows = await run(`SELECT p, c, s, v FROM ${b}`);
    expect(rows.map((row) => [row['p'], row['c'], row['s'], row['v']].map(String).join()).toSorted()).toEqual([
      '1,null,alone,null',
      '2,1,shared,x',
      '2,2,shared,null',
    ]);
  });

  it('writes no null: what was written before the copy with an older time stays', async () => {
    const shape = '(k int PRIMARY KEY, v text, w text)';
    const { a, b, both } = await create(shape, shape);
    await run(`INSERT INTO ${a} (k, v) VALUES (1, 'copied')`);
    await run(`UPDATE ${b} USING TIMESTAMP 1 SET w = 'older' WHERE k = 1`);
    await copy(both);
    expect(await run(`SELECT v, w FROM ${b}`)).toMatchObject([{ v: 'copied', w: 'older' }]);
  });

  it('loses against what the application writes and deletes in the target after its start', async () => {
    const shape = '(k int PRIMARY KEY, v text)';
    const { a, b, both } = await create(shape, shape);
    for (const k of [1, 2, 3]) await run(`INSERT INTO ${a} (k, v) VALUES (?, 'old')`, [k]);
    const later = (Date.now() + 60_000) * 1_000;
    await run(`UPDATE ${b} USING TIMESTAMP ? SET v = 'application' WHERE k = 1`, [String(later)]);
    await run(`DELETE FROM ${b} USING TIMESTAMP ? WHERE k = 2`, [String(later)]);
    await copy(both);
    const rows = await run(`SELECT k, v FROM ${b}`);
    expect(rows.map((row) => `${String(row['k'])} ${String(row['v'])}`).toSorted()).toEqual(['1 application', '3 old']);
  });

  describe('with the time to live of each value', () => {
    const shape = '(k int PRIMARY KEY, v text, w text, f frozen<list<text>>) WITH default_time_to_live = 9000';
    const times = 'k, v, w, TTL(v) AS tv, TTL(w) AS tw, WRITETIME(v) AS wv, WRITETIME(w) AS ww, TTL(f) AS tf';
    const fill = async (a: string) => {
      await run(`INSERT INTO ${a} (k, v) VALUES (1, 'v') USING TTL 1000 AND TIMESTAMP 1000`);
      await run(`UPDATE ${a} USING TTL 0 AND TIMESTAMP 2000 SET w = 'w', f = ['x'] WHERE k = 1`);
      await run(`INSERT INTO ${a} (k) VALUES (2) USING TTL 0`);
      await run(`UPDATE ${a} USING TTL 5 SET v = 'gone soon' WHERE k = 3`);
    };

    it('keeps it, and none where there is none', async () => {
      const { a, b, both } = await create(shape, shape);
      await fill(a);
      await copy(`${both}, preserve: 'ttl'`);
      const rows = await run(`SELECT ${times} FROM ${b}`);
      const row = rows.find(({ k }) => k === 1);
      expect(Number(row?.['tv'])).toBeGreaterThan(900);
      expect(Number(row?.['tv'])).toBeLessThanOrEqual(1_000);
      expect(row).toMatchObject({ v: 'v', w: 'w', tw: null, tf: null });
      expect(String(row?.['wv'])).toBe(String(row?.['ww']));
      expect(rows.map(({ k }) => String(k)).toSorted()).toEqual(['1', '2', '3']);
      await new Promise((resolve) => void setTimeout(resolve, 6_000));
      expect((await run(`SELECT k FROM ${b}`)).map(({ k }) => String(k)).toSorted()).toEqual(['1', '2']);
    });

    it('keeps the write time as well', async () => {
      const { a, b, both } = await create(shape, shape);
      await fill(a);
      await copy(`${both}, preserve: 'timestamps', verify: 'hash'`);
      const row = (await run(`SELECT ${times} FROM ${b}`)).find(({ k }) => k === 1);
      expect([row?.['wv'], row?.['ww']].map(String)).toEqual(['1000', '2000']);
      expect(Number(row?.['tv'])).toBeGreaterThan(900);
      expect(row?.['tw']).toBeNull();
    });
  });

  it('takes columns of other names, and converts rows', async () => {
    const { a, b, both } = await create(
      '(id int PRIMARY KEY, name text, price double)',
      '(id int PRIMARY KEY, full_name text, price decimal, made text)',
    );
    for (const id of [1, 2, 3])
      await run(`INSERT INTO ${a} (id, name, price) VALUES (?, ?, ?)`, [id, `n${id}`, id + 0.5]);
    const row = "(row) => row.id === 2 ? undefined : { ...row, price: row.price.toFixed(2), made: 'by row' }";
    await copy(`${both}, map: { full_name: 'name' }, row: ${row}, verify: 'hash'`);
    const rows = await run(`SELECT id, full_name, price, made FROM ${b}`);
    expect(rows.map((found) => Object.values(found).map(String).join()).toSorted()).toEqual([
      '1,n1,1.50,by row',
      '3,n3,3.50,by row',
    ]);
  });

  it.each<readonly [what: string, tables: readonly [string, string], options: string, problem: string]>([
    [
      'a key without a source',
      ['(a int PRIMARY KEY)', '(b int PRIMARY KEY)'],
      '',
      'has no column b, which is part of the primary key',
    ],
    [
      'another type',
      ['(k int PRIMARY KEY, v double)', '(k int PRIMARY KEY, v decimal)'],
      '',
      'convert the values with row',
    ],
    ['an unknown name', ['(k int PRIMARY KEY)', '(k int PRIMARY KEY)'], "map: { v: 'k' }", 'has no column v'],
    ['counters', ['(k int PRIMARY KEY, n counter)', '(k int PRIMARY KEY, n counter)'], '', 'has counters'],
    [
      'times of the elements of a collection',
      ['(k int PRIMARY KEY, s set<int>)', '(k int PRIMARY KEY, s set<int>)'],
      "preserve: 'ttl'",
      "copy it with preserve: 'none'",
    ],
    [
      'a static column with a value for each row',
      ['(p int, c int, v int, PRIMARY KEY (p, c))', '(p int, c int, v int STATIC, PRIMARY KEY (p, c))'],
      '',
      'has a value for each row',
    ],
    [
      'a wrong option',
      ['(k int PRIMARY KEY)', '(k int PRIMARY KEY)'],
      "preserve: 'all'",
      'preserve must be none, ttl or timestamps',
    ],
  ])('refuses %s before anything is sent', async (_, [from, to], options, problem) => {
    const { a, b, both } = await create(from, to);
    const failure = await failureOf(copy(`${both}, ${options}`));
    expect(failure).toBeInstanceOf(BackfillRefusedError);
    expect(String(failure)).toContain(problem);
    expect([await run(`SELECT * FROM ${a}`), await run(`SELECT * FROM ${b}`)]).toEqual([[], []]);
  });

  it('copies counters by what the target lacks, and adds nothing the second time', async () => {
    const shape = '(k int PRIMARY KEY, n counter, m counter)';
    const { a, b, both } = await create(shape, shape);
    for (const k of [1, 2]) await run(`UPDATE ${a} SET n = n + 5 WHERE k = ?`, [k]);
    await run(`UPDATE ${b} SET n = n + 3 WHERE k = 1`);
    await copy(`name: 'once', ${both}, counters: 'quiesced'`);
    await copy(`name: 'twice', ${both}, counters: 'quiesced', verify: 'hash'`);
    const rows = await run(`SELECT k, n, m FROM ${b}`);
    expect(rows.map((row) => [row['k'], row['n'], row['m']].map(String).join()).toSorted()).toEqual([
      '1,5,null',
      '2,5,null',
    ]);
  });

  it('fails where rows became one, and names rows that differ', async () => {
    const { a, both } = await create('(k int PRIMARY KEY, owner text)', '(owner text PRIMARY KEY, k int)');
    for (const k of [1, 2, 3]) await run(`INSERT INTO ${a} (k, owner) VALUES (?, ?)`, [k, k === 3 ? 'b' : 'a']);
    const failure = await failureOf(copy(`${both}, verify: 'count'`));
    expect(failure).toBeInstanceOf(CopyDiffersError);
    expect(failure).toMatchObject({ difference: { wanted: 3, found: 2 } });
    expect(String(failure)).toContain("owner = 'a' has other values");
  });

  it('copies a partition of 20,000 rows, and is not begun again once it is done', async () => {
    const shape = '(p int, c int, v int, PRIMARY KEY (p, c))';
    const { a, b, both } = await create(shape, shape);
    const all = Array.from({ length: 20_000 }, (_, c) => c);
    for (let start = 0; start < all.length; start += 500)
      await Promise.all(
        all.slice(start, start + 500).map((c) => run(`INSERT INTO ${a} (p, c, v) VALUES (1, ?, ?)`, [c, c])),
      );
    await copy(`name: 'wide', ${both}, verify: 'count'`);
    const [count] = await run(`SELECT count(*) AS n FROM ${b}`);
    expect(Number(count?.['n'])).toBe(20_000);
    const text = `
      export default class {
        async upgrade(ctx) {
          await ctx.copyTable({ name: 'again', ${both} });
          await ctx.execute('DROP TABLE IF EXISTS nothing');
          if (!globalThis.isSecond) { globalThis.isSecond = true; throw new Error('stopped'); }
        }
        allowDestructive = true;
        async downgrade() {}
      }`;
    const file = '20260201_001_again.ts';
    files.push(file);
    directory.write(file, text);
    await expect(migrations().apply()).rejects.toThrow('stopped');
    await run(`TRUNCATE ${b}`);
    await migrations().apply();
    expect(await run(`SELECT * FROM ${b} LIMIT 1`)).toEqual([]);
  });

  it('reads and writes uuids and dates as they are, with a client of its own that is closed', async () => {
    const shape = '(id uuid PRIMARY KEY, at timestamp)';
    const { a, b, both } = await create(shape, shape);
    const id = types.Uuid.random();
    await run(`INSERT INTO ${a} (id, at) VALUES (?, ?)`, [id, new Date(5)]);
    await copy(both);
    expect(await run(`SELECT id, at FROM ${b}`)).toMatchObject([{ id, at: new Date(5) }]);
  });
});
