import { Client, errors } from 'cassandra-driver';
import {
  BackfillRefusedError,
  BackfillStoppedError,
  CopyDiffersError,
  type MigrationFailedError,
} from '../../../lib/index.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

/** Values by type, as literals. */
const VALUES: readonly (readonly [type: string, ...values: readonly string[]])[] = [
  ['decimal', '0', '1.10', '-1.10', '0.00', '1E+10', '1E-30', '123456789012345678901234567890.123456789', '12E5'],
  ['varint', '0', '-1', '127', '128', '-128', '-129', '32768', '-32769', '9223372036854775808', '-9223372036854775809'],
  ['bigint', '0', '9223372036854775807', '-9223372036854775808', '9007199254740993', '-9007199254740993'],
  ['int', '2147483647', '-2147483648'],
  ['smallint', '32767', '-32768'],
  ['tinyint', '127', '-128'],
  ['float', '0.1', '3.4028235e38', '1e-45', 'NaN', 'Infinity', '-Infinity', '-0.0', '16777217'],
  ['double', '0.1', '1.7976931348623157e308', '5e-324', 'NaN', '-Infinity', '-0.0'],
  ['duration', '-1mo2d3ns', '89h4m48s', '2147483647mo', '9223372036854775807ns', '0ns', '1y2mo3w4d5h6m7s8ms9us10ns'],
  ['inet', "'127.0.0.1'", "'::1'", "'2001:db8::1'", "'::ffff:1.2.3.4'", "'0.0.0.0'", "'::'"],
  ['date', "'1970-01-01'", "'2024-02-29'", "'-0001-01-01'", "'-5877641-06-23'", '4294967295'],
  ['time', "'00:00:00'", "'23:59:59.999999999'", "'12:34:56.000000001'"],
  ['timestamp', '0', '-1', '8640000000000000', '-8640000000000000', '-62135596800000'],
  ['uuid', '123e4567-e89b-12d3-a456-426614174000', '00000000-0000-0000-0000-000000000000'],
  ['timeuuid', '50554d6e-29bb-11e5-b345-feff819cdc9f', 'maxTimeuuid(0)', 'minTimeuuid(0)'],
  ['text', "''", "'é😀\u0000x'", "'\uFEFFbom'"],
  ['ascii', "'abc'", "''"],
  ['blob', '0x', '0x00ff', '0xefbbbf'],
  ['boolean', 'true', 'false'],
  ['list<int>', '[1,2,1]'],
  ['frozen<list<int>>', '[]', '[1,1]'],
  ['set<text>', "{'a','b'}"],
  ['set<timestamp>', '{0,1}'],
  ['frozen<set<int>>', '{}', '{1}'],
  ['frozen<map<text,int>>', '{}', "{'a': 1}"],
  ['map<text,bigint>', "{'a': 9007199254740993}"],
  ['map<bigint,text>', "{9007199254740993: 'a', 1: 'b'}"],
  ['map<int,text>', "{-1:'a',10:'b',2:'c'}"],
  ['map<uuid,int>', '{123e4567-e89b-12d3-a456-426614174000: 1}'],
  ['map<timestamp,int>', '{0: 1, 1: 2}'],
  ['map<boolean,int>', '{true: 1, false: 2}'],
  ['map<blob,int>', '{0x00ff: 1, 0x: 2}'],
  ['map<text,int>', "{'__proto__': 1, 'a': 2}", "{'': 1}"],
  ['map<date,int>', "{'2026-01-01': 1}"],
  ['map<inet,int>', "{'::1': 1}"],
  ['map<decimal,int>', '{1.10: 1, 1.1: 2}'],
  ['map<double,int>', '{0.1: 1, NaN: 2}'],
  ['map<varint,int>', '{123456789012345678901234567890: 1}'],
  ['map<text,duration>', "{'a': 1mo2d}"],
  ['map<frozen<list<int>>,text>', "{[1,2]: 'x', []: 'empty'}"],
  ['map<text,frozen<list<int>>>', "{'a': [], 'b': [1]}"],
  ['list<frozen<list<int>>>', '[[],[1]]'],
  ['set<frozen<tuple<int,text>>>', "{(1,'a'),(2,null)}"],
  ['tuple<int,text,bigint>', "(1,'a',9007199254740993)", '(1,null,null)', '(null,null,null)'],
  ['tuple<int,frozen<list<int>>>', '(1,[1])', '(1,[])', '(1,null)'],
  ['frozen<addr>', "{street:'s',zip:1}", "{street:'s'}", '{street:null,zip:null}', "{street:''}"],
  ['addr', "{street:'s',zip:1}", "{street:'s'}"],
  ['list<frozen<addr>>', "[{street:'s',zip:1},{zip:2}]"],
  ['map<text,frozen<map<text,frozen<addr>>>>', "{'a': {'b': {street:'s', zip: 3}}}", "{'a': {}}"],
  ['frozen<nest>', "{a: {street:'x', zip: 1}, l: [{street:'y'}], t: (1,'z')}", '{l: []}'],
  ['vector<float,3>', '[0.1,-0.5,3]', '[0,0,0]'],
  ['vector<text,2>', "['a','']"],
  ['vector<int,2>', '[1,2]'],
  ['vector<bigint,2>', '[9007199254740993,1]'],
  ['list<frozen<vector<float,2>>>', '[[1,2]]'],
  ['vector<frozen<list<int>>,2>', '[[1],[2,3]]', '[[],[1]]'],
];
const CELLS = VALUES.flatMap(([type, ...values]) => values.map((value) => [type, value] as const));

/** Every client of the driver sends through this. */
const driver = Client.prototype as unknown as { execute: (this: unknown, ...sent: unknown[]) => Promise<unknown> };

interface Encoding {
  decode: (bytes: Buffer | null) => unknown;
}

describe('the values that a copy keeps', () => {
  const keyspace = useKeyspace('copy_values');
  const directory = useMigrationsDirectory();
  let number = 0;

  const run = async (cql: string, params: readonly unknown[] = []) =>
    (await keyspace.client.execute(cql, [...params], { prepare: true })).rows;
  const copy = async (options: string) => {
    number += 1;
    const file = `20260101_${String(number).padStart(3, '0')}_copy.ts`;
    directory.write(
      file,
      `export default class { async upgrade(ctx) { await ctx.copyTable({ name: 'n${number}', ${options} }); } async downgrade() {} }`,
    );
    try {
      return await faultyMigrations({
        client: keyspace.client,
        keyspace: keyspace.name,
        directory: directory.path,
      }).apply();
    } finally {
      directory.remove(file);
      for (const table of ['', '_journal', '_log']) await run(`TRUNCATE "_coodie_migrations${table}"`);
    }
  };
  const failureOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    return (error as MigrationFailedError | undefined)?.cause;
  };
  const pair = async (shape: string) => {
    number += 1;
    const [a, b] = [`a${number}`, `b${number}`];
    await run(`CREATE TABLE ${a} ${shape}`);
    await run(`CREATE TABLE ${b} ${shape}`);
    return { a, b, both: `from: '${a}', to: '${b}'` };
  };

  beforeAll(async () => {
    await run('CREATE TYPE addr (street text, zip int)');
    await run('CREATE TYPE nest (a frozen<addr>, l frozen<list<frozen<addr>>>, t frozen<tuple<int,text>>)');
  });

  describe('of every type', () => {
    const bytes = { source: new Map<number, string>(), target: new Map<number, string>() };

    /** What the server sends for the one value of each row, undecoded. */
    const rawBytes = async (client: Client, table: string) => {
      const columns = VALUES.map((_, index) => `c${index}`);
      const { rows } = await client.execute(`SELECT k, ${columns.join(', ')} FROM ${table}`, [], { fetchSize: 1_000 });
      const hex = (value: unknown) => (value as Buffer | null)?.toString('hex') ?? 'null';
      return new Map(
        rows.map((row) => [(row['k'] as Buffer).readInt32BE(), columns.map((name) => hex(row[name])).join(' ')]),
      );
    };

    beforeAll(async () => {
      const { a, b, both } = await pair(
        `(k int PRIMARY KEY, ${VALUES.map(([type], index) => `c${index} ${type}`).join(', ')})`,
      );
      for (const [k, [type, value]] of CELLS.entries()) {
        const column = `c${VALUES.findIndex(([known]) => known === type)}`;
        await keyspace.client.execute(`INSERT INTO ${a} (k, ${column}) VALUES (${k}, ${value})`);
      }
      await copy(`${both}, deadRows: 1000, verify: 'none'`);
      const raw = new Client({ ...clientOptions(), keyspace: keyspace.name });
      await raw.connect();
      const { controlConnection } = raw as unknown as { controlConnection: { getEncoder(): Encoding } };
      controlConnection.getEncoder().decode = (value) => value;
      bytes.source = await rawBytes(raw, a);
      bytes.target = await rawBytes(raw, b);
      await raw.shutdown();
    }, 120_000);

    it.each(CELLS.map(([type, value], k) => [type, value, k] as const))('keeps %s %s to the byte', (_, __, k) => {
      expect(
        bytes.source
          .get(k)
          ?.split(' ')
          .filter((value) => value !== 'null'),
      ).toHaveLength(1);
      expect(bytes.target.get(k)).toBe(bytes.source.get(k));
    });
  });

  it.each(['8640000000000001', '-8640000000000001', '9223372036854775807', '-9223372036854775808'])(
    'cannot write the timestamp %s, which is no Date: a dead row, as a value and as a key',
    async (value) => {
      const { a, b, both } = await pair('(k int, at timestamp, v timestamp, PRIMARY KEY (k, at))');
      await keyspace.client.execute(`INSERT INTO ${a} (k, at, v) VALUES (1, 0, ${value})`);
      await keyspace.client.execute(`INSERT INTO ${a} (k, at, v) VALUES (2, ${value}, 0)`);
      await keyspace.client.execute(`INSERT INTO ${a} (k, at, v) VALUES (3, 0, 0)`);
      await copy(`${both}, deadRows: 2`);
      expect((await run(`SELECT k FROM ${b}`)).map(({ k }) => k as number)).toEqual([3]);
      const dead = await run('SELECT row_key FROM "_coodie_backfill_dead" WHERE name = ?', [`n${number}`]);
      expect(dead.map((row) => row['row_key'] as string).toSorted()).toEqual([
        'k = 1, at = 1970-01-01T00:00:00.000Z',
        'k = 2, at = Invalid Date',
      ]);
    },
  );

  it('takes what the application writes, deletes and inserts anew in the target meanwhile', async () => {
    const { a, b, both } = await pair('(k int PRIMARY KEY, v text)');
    for (const k of [1, 2, 3, 4]) await run(`INSERT INTO ${a} (k, v) VALUES (?, 'old')`, [k]);
    // The row function runs between the start of the copy and its writes.
    const meanwhile = `async (row) => {
      const execute = globalThis.executeMeanwhile;
      if (row.k === 1) await execute("UPDATE ${b} SET v = 'updated' WHERE k = 1");
      if (row.k === 2) await execute('DELETE FROM ${b} WHERE k = 2');
      if (row.k === 3) { await execute('DELETE FROM ${b} WHERE k = 3'); await execute("INSERT INTO ${b} (k, v) VALUES (3, 'anew')"); }
      return row;
    }`;
    (globalThis as Record<string, unknown>)['executeMeanwhile'] = (cql: string) => keyspace.client.execute(cql);
    await copy(`${both}, row: ${meanwhile}`);
    const rows = await run(`SELECT k, v FROM ${b}`);
    expect(rows.map((row) => `${String(row['k'])} ${String(row['v'])}`).toSorted()).toEqual([
      '1 updated',
      '3 anew',
      '4 old',
    ]);
  });

  it.each<readonly [what: string, plant: (b: string, at: string) => string, problem: string]>([
    [
      'a changed value',
      (b, at) => `UPDATE ${b} USING TIMESTAMP ${at} SET v = 'planted' WHERE k = 7`,
      'k = 7 has other',
    ],
    ['a row that is missing', (b, at) => `DELETE FROM ${b} USING TIMESTAMP ${at} WHERE k = 7`, 'k = 7 is missing'],
    ['a row too many', (b, at) => `INSERT INTO ${b} (k, v) VALUES (1007, 'x') USING TIMESTAMP ${at}`, 'k = 1007'],
  ])('verify finds %s among 200 rows, and names its key', async (_, plant, problem) => {
    const { a, b, both } = await pair('(k int PRIMARY KEY, v text)');
    await Promise.all(Array.from({ length: 200 }, (__, k) => run(`INSERT INTO ${a} (k, v) VALUES (?, 'v')`, [k])));
    await copy(`${both}, verify: 'hash'`);
    // Later than what the copy writes, so that it stays.
    await keyspace.client.execute(plant(b, String((Date.now() + 60_000) * 1_000)));
    const failure = await failureOf(copy(`${both}, verify: 'hash'`));
    expect(failure).toBeInstanceOf(CopyDiffersError);
    expect(String(failure)).toContain(problem);
  });

  describe('that is begun, and goes on', () => {
    /** A copy that stops at its last row, then goes on when `between` is done. */
    const stopAndGoOn = async (target: string, between: (b: string) => Promise<unknown>) => {
      number += 1;
      const [a, b, file] = [`a${number}`, `b${number}`, `20260201_${String(number).padStart(3, '0')}_go_on.ts`];
      await run(`CREATE TABLE ${a} (k int PRIMARY KEY, v text)`);
      await run(`CREATE TABLE ${b} ${target}`);
      for (const k of [1, 2, 3, 4]) await run(`INSERT INTO ${a} (k, v) VALUES (?, 'v')`, [k]);
      const row = "(row) => { if (row.k === 4 && !globalThis.goesOn) throw new Error('stopped'); return row; }";
      const work = `await ctx.copyTable({ name: '${b}', from: '${a}', to: '${b}', row: ${row} });`;
      directory.write(file, `export default class { async upgrade(ctx) { ${work} } async downgrade() {} }`);
      const flags = globalThis as Record<string, unknown>;
      const options = { client: keyspace.client, keyspace: keyspace.name, directory: directory.path };
      try {
        flags['goesOn'] = false;
        expect(String(await failureOf(faultyMigrations(options).apply()))).toContain('stopped');
        await between(b);
        flags['goesOn'] = true;
        return await failureOf(faultyMigrations(options).apply());
      } finally {
        directory.remove(file);
        for (const table of ['', '_journal', '_log']) await run(`TRUNCATE "_coodie_migrations${table}"`);
      }
    };

    it('ends with every row', async () => {
      expect(await stopAndGoOn('(k int PRIMARY KEY, v text)', async () => {})).toBeUndefined();
      expect(await run(`SELECT k FROM b${number}`)).toHaveLength(4);
    });

    it('stops where the target was dropped and created anew: what was copied is gone', async () => {
      const failure = await stopAndGoOn('(k int PRIMARY KEY, v text)', async (b) => {
        await run(`DROP TABLE ${b}`);
        await run(`CREATE TABLE ${b} (k int PRIMARY KEY, v text)`);
      });
      expect(failure).toBeInstanceOf(BackfillStoppedError);
      expect(String(failure)).toContain(`table b${number} is not the one that it began with`);
    });

    it('is refused where tombstones of the target may be gone', async () => {
      const wait = () => new Promise((resolve) => void setTimeout(resolve, 2_500));
      const failure = await stopAndGoOn('(k int PRIMARY KEY, v text) WITH gc_grace_seconds = 1', wait);
      expect(failure).toBeInstanceOf(BackfillRefusedError);
      expect(String(failure)).toContain(`table b${number} keeps tombstones for 1 s`);
    });
  });

  it.each(['ttl', 'timestamps'])(
    'lets rows with another key expire as they would have, with preserve %s',
    async (preserve) => {
      number += 1;
      const [a, b] = [`a${number}`, `b${number}`];
      await run(`CREATE TABLE ${a} (id text PRIMARY KEY, owner int, at int, note text)`);
      await run(
        `CREATE TABLE ${b} (owner int, at int, id text, note text, PRIMARY KEY (owner, at)) WITH default_time_to_live = 9000`,
      );
      await run(`INSERT INTO ${a} (id, owner, at, note) VALUES ('soon', 1, 1, 'n') USING TTL 6`);
      await run(`INSERT INTO ${a} (id, owner, at, note) VALUES ('later', 2, 1, 'n') USING TTL 600`);
      await run(`INSERT INTO ${a} (id, owner, at) VALUES ('never', 3, 1)`);
      await copy(`from: '${a}', to: '${b}', preserve: '${preserve}'`);
      await new Promise((resolve) => void setTimeout(resolve, 7_000));
      const rows = await run(`SELECT owner, id, TTL(id) AS life, TTL(note) AS note_life FROM ${b}`);
      const byOwner = new Map(rows.map((row) => [row['id'], row]));
      expect([...byOwner.keys()].map(String).toSorted()).toEqual(['later', 'never']);
      expect(byOwner.get('never')).toMatchObject({ life: null });
      for (const life of ['life', 'note_life']) {
        expect(byOwner.get('later')?.[life]).toBeGreaterThan(500);
        expect(byOwner.get('later')?.[life]).toBeLessThanOrEqual(600);
      }
    },
  );

  it('adds nothing twice to a counter where the answer is lost', async () => {
    const { a, b, both } = await pair('(k int PRIMARY KEY, n counter)');
    for (const k of [1, 2]) await run(`UPDATE ${a} SET n = n + 5 WHERE k = ?`, [k]);
    const file = '20260301_001_counters.ts';
    const work = `await ctx.copyTable({ name: 'counters', ${both}, counters: 'quiesced', verify: 'hash' });`;
    directory.write(file, `export default class { async upgrade(ctx) { ${work} } async downgrade() {} }`);
    const lost: string[] = [];
    const { client } = keyspace;
    // The copy has a client of its own, which is made like the first.
    const { execute } = driver;
    driver.execute = async function (...sent) {
      const answer = await execute.apply(this, sent);
      if (!String(sent[0]).startsWith(`UPDATE ${b} `) || lost.push(String(sent[0])) > 1) return answer;
      throw new errors.OperationTimedOutError('the answer is lost', 'host');
    };
    try {
      await faultyMigrations({ client, keyspace: keyspace.name, directory: directory.path }).apply();
    } finally {
      driver.execute = execute;
      directory.remove(file);
    }
    expect(lost).toHaveLength(2);
    const rows = await run(`SELECT k, n FROM ${b}`);
    expect(rows.map((row) => `${String(row['k'])} ${String(row['n'])}`).toSorted()).toEqual(['1 5', '2 5']);
  });
});
