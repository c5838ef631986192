import { setTimeout as delay } from 'node:timers/promises';
import { errors } from 'cassandra-driver';
import {
  BackfillRefusedError,
  BackfillStoppedError,
  LeaseLostError,
  type MigrationFailedError,
} from '../../../lib/index.js';
import type { Progress } from '../../../lib/core/progress/progress.js';
import { useKeyspace } from '../../support/cassandra.js';
import type { Fault } from '../../support/faulty-driver.js';
import { faultyMigrations, type FaultyMigrationsOptions } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const SPLIT = `({ id, name }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name.split(' ')[0], id] })`;

describe('a backfill', () => {
  const keyspace = useKeyspace('backfill');
  const directory = useMigrationsDirectory();
  let number = 0;
  const files: string[] = [];

  /** A migration with one backfill of `users`. */
  const write = (options: string, file = `20260101_${String((number += 1)).padStart(3, '0')}_fill`) => {
    const body = `await ctx.backfill({ table: 'users', columns: ['name'], ${options} });`;
    if (!files.includes(`${file}.ts`)) files.push(`${file}.ts`);
    directory.write(`${file}.ts`, `export default class { async upgrade(ctx) { ${body} } async downgrade() {} }`);
    return file;
  };
  const migrations = (options: Partial<FaultyMigrationsOptions> = {}) =>
    faultyMigrations({ client: keyspace.client, keyspace: keyspace.name, directory: directory.path, ...options });
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const rowsOf = async (query: string) => (await keyspace.client.execute(query, [], { fetchSize: 30_000 })).rows;
  const failureOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    return error as MigrationFailedError;
  };
  const fill = async (count: number) => {
    await run('TRUNCATE users');
    for (let start = 0; start < count; start += 500)
      await Promise.all(
        Array.from({ length: Math.min(500, count - start) }, (_, index) => start + index).map((id) =>
          run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id} x`]),
        ),
      );
  };

  beforeAll(() => run('CREATE TABLE users (id int PRIMARY KEY, name text, first text, tags set<text>)'));
  afterEach(async () => {
    for (const file of files.splice(0)) directory.remove(file);
    for (const table of ['', '_journal', '_log']) await run(`TRUNCATE "_coodie_migrations${table}"`);
  });

  it('writes 20,000 rows, is one statement of the record, and keeps its checkpoints', async () => {
    await fill(20_000);
    const progress: Progress[] = [];
    write(`name: 'all', row: ${SPLIT}`);
    const [result] = await migrations({ report: (event) => progress.push(event) }).apply();
    expect(result?.statements).toEqual(['BACKFILL all FROM users (name)']);
    const rows = await rowsOf('SELECT id, first FROM users');
    expect(rows).toHaveLength(20_000);
    expect(rows.filter(({ id, first }) => first !== `n${id}`)).toEqual([]);
    const ranges = await rowsOf(`SELECT row_count, done_at FROM "_coodie_backfill_ranges" WHERE name = 'all'`);
    expect(ranges).toHaveLength(64);
    expect(ranges.every(({ done_at: at }) => at instanceof Date)).toBe(true);
    expect(ranges.reduce((sum, { row_count: count }) => sum + Number(count), 0)).toBe(20_000);
    expect(progress.filter(({ kind }) => kind === 'statement-finished')).toHaveLength(1);
  });

  it('sends nothing in a dry run, and is listed there', async () => {
    await fill(10);
    write(`name: 'dry', row: ${SPLIT}`);
    const sent: string[] = [];
    const [result] = await migrations({ sent }).apply({ dryRun: true });
    expect(result?.statements).toEqual(['BACKFILL dry FROM users (name)']);
    expect(sent.filter((cql) => /UPDATE|INSERT|CREATE|DELETE/.test(cql))).toEqual([]);
    expect(await rowsOf('SELECT first FROM users')).toEqual(Array.from({ length: 10 }, () => ({ first: null })));
  });

  it('is tried on the first ten rows in a dry run', async () => {
    await fill(30);
    const odd = '({ id }) => { if (id % 4 === 0) throw new Error("odd"); if (id % 4 === 1) return undefined;';
    write(`name: 'tried', row: ${odd} return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: ['a', id] }; }`);
    const [result] = await migrations().apply({ dryRun: true });
    // The first ten by their tokens: 23, 5, 10, 28, 16, 13, 11, 1, 19, 8.
    expect(result?.backfills).toMatchObject([
      {
        name: 'tried',
        background: false,
        rows: 10,
        skipped: 3,
        statements: [{ cql: 'UPDATE users SET first = ? WHERE id = ?', count: 4 }],
        problems: [28, 16, 8].map((id) => `row fails for id = ${id}: odd`),
      },
    ]);
    expect((await rowsOf('SELECT first FROM users')).filter(({ first }) => first !== null)).toEqual([]);
  });

  it('is refused in a dry run, as it would be in a run', async () => {
    await fill(3);
    write(`row: ({ id }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ? IF EXISTS', params: ['a', id] })`);
    await expect(migrations().apply({ dryRun: true })).rejects.toThrow(/has a condition \(IF\)/);
  });

  it('says in a dry run that a table is still to be created', async () => {
    write(`name: 'later', table: 'orders', row: () => undefined`);
    const [result] = await migrations().apply({ dryRun: true });
    expect(result?.backfills).toMatchObject([{ rows: 0, problems: ['not tried: there is no table orders'] }]);
  });

  it.each([
    [
      'a condition',
      `({ id }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ? IF EXISTS', params: ['a', id] })`,
      '',
    ],
    [
      'a function',
      `({ id }) => ({ cql: 'INSERT INTO users (id, first) VALUES (?, cast(now() as text))', params: [id] })`,
      '',
    ],
    [
      'TIMESTAMP with a guard',
      `({ id }) => ({ cql: 'UPDATE users USING TIMESTAMP 1 SET first = ? WHERE id = ?', params: ['a', id] })`,
      `guard: ['name'],`,
    ],
    ['no write', `() => ({ cql: 'DROP TABLE users' })`, ''],
    ['an unknown column', '() => undefined', `guard: ['nothing'],`],
  ])('is refused before it writes a row: %s', async (_, row, options) => {
    await fill(5);
    write(`${options} row: ${row}`);
    const error = await failureOf(migrations().apply());
    expect(error.cause).toBeInstanceOf(BackfillRefusedError);
    expect((await rowsOf('SELECT first FROM users')).filter(({ first }) => first !== null)).toEqual([]);
  });

  it('may add to a set of the table', async () => {
    await fill(5);
    write(`row: ({ id }) => ({ cql: 'UPDATE users SET tags = tags + ? WHERE id = ?', params: [['new'], id] })`);
    await migrations().apply();
    expect((await rowsOf('SELECT tags FROM users')).map(({ tags }) => tags as unknown)).toEqual(
      Array.from({ length: 5 }, () => ['new']),
    );
  });

  it('keeps the rows that fail, up to a limit, stops at the next, and goes on once that is corrected', async () => {
    await fill(300);
    const poison = (limit: number, bad: string) =>
      `name: 'poison', deadRows: ${limit}, row: ({ id, name }) => { if (${bad}) throw new Error('bad row'); return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name.split(' ')[0], id] }; }`;
    const file = write(poison(2, '[3, 4, 5].includes(id)'));
    const error = await failureOf(migrations().apply());
    expect(error.cause).toBeInstanceOf(BackfillStoppedError);
    expect(error.message).toMatch(/the row id = [345] could not be written: bad row \(2 of 2/);
    write(poison(3, 'id === 5'), file);
    await migrations().apply();
    const dead = await rowsOf(`SELECT row_key, error FROM "_coodie_backfill_dead" WHERE name = 'poison'`);
    expect(dead.map(({ row_key: key }) => String(key))).toContain('id = 5');
    const missing = (await rowsOf('SELECT id, first FROM users')).filter(({ first }) => first === null);
    expect(missing.map(({ id }) => `id = ${id}`).toSorted()).toEqual(
      dead.map(({ row_key: key }) => String(key)).toSorted(),
    );
  });

  it('asks again where a server is overloaded, or an answer is lost', async () => {
    await fill(500);
    write(`name: 'busy', row: ${SPLIT}`);
    let writes = 0;
    const fault: Fault = async (cql, send) => {
      if (!cql.startsWith('UPDATE users')) return send();
      writes += 1;
      if (writes % 5 === 0) throw new errors.OperationTimedOutError('The host did not reply before timeout');
      return send();
    };
    await migrations({ fault }).apply();
    expect((await rowsOf('SELECT id, first FROM users')).filter(({ id, first }) => first !== `n${id}`)).toEqual([]);
    expect(writes).toBeGreaterThan(500);
  });

  it('writes nothing more once the lock is lost', async () => {
    await fill(2_000);
    write(`name: 'lost', rate: 200, row: ${SPLIT}`);
    const sentAt: number[] = [];
    const fault: Fault = (cql, send) => {
      if (cql.startsWith('UPDATE users')) sentAt.push(performance.now());
      return send();
    };
    const applied = failureOf(migrations({ fault, ttl: 3 }).apply());
    while (sentAt.length === 0) await delay(50);
    await run(
      `UPDATE "_coodie_migrations_lock" USING TTL 60 SET owner = 'rival' WHERE lock_id = 'coodie_migration_lock' IF EXISTS`,
    );
    const stolenAt = performance.now();
    expect(await applied).toBeInstanceOf(LeaseLostError);
    const count = sentAt.length;
    await delay(1_500);
    expect(sentAt).toHaveLength(count);
    expect(count).toBeLessThan(2_000);
    expect(Math.max(...sentAt) - stolenAt).toBeLessThan(2_500);
    await run(`DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`);
  });

  it('loses against what the application writes, deletes and inserts anew while it runs', async () => {
    await fill(1_200);
    write(`name: 'race', rate: 40, concurrency: 8, pageSize: 100, row: ${SPLIT}`);
    const state = { isDone: false };
    const applied = migrations()
      .apply()
      .finally(() => (state.isDone = true));
    while ((await begun('race')).length === 0) await delay(50);
    const expected = new Map<number, string | undefined>();
    const interfere = async (id: number) => {
      await run('UPDATE users SET first = ? WHERE id = ?', [`own ${id}`, id]);
      expected.set(id, `own ${id}`);
      await run('DELETE FROM users WHERE id = ?', [id + 1]);
      expected.set(id + 1, undefined);
      await run('DELETE FROM users WHERE id = ?', [id + 2]);
      await run('INSERT INTO users (id, name, first) VALUES (?, ?, ?)', [id + 2, `m${id} x`, `again ${id}`]);
      expected.set(id + 2, `again ${id}`);
    };
    for (let start = 0; start < 1_200; start += 100)
      await Promise.all(Array.from({ length: 25 }, (_, index) => interfere(start + 4 * index)));
    expect(state.isDone).toBe(false);
    await run(`UPDATE "_coodie_backfills" SET rate = null WHERE name = 'race' IF EXISTS`);
    await applied;
    const found = new Map((await rowsOf('SELECT id, first FROM users')).map(({ id, first }) => [id, first]));
    const wrong = Array.from({ length: 1_200 }, (_, id) => id).filter((id) => {
      const wanted = expected.has(id) ? expected.get(id) : `n${id}`;
      return found.get(id) !== wanted;
    });
    expect(wrong).toEqual([]);
    expect(expected.size).toBe(900);
  });

  it('leaves a row alone whose guarded column has changed since it was read', async () => {
    await fill(100);
    let hasChanged = false;
    const fault: Fault = async (cql, send) => {
      if (cql.startsWith('UPDATE users') && !hasChanged) {
        hasChanged = true;
        for (let id = 0; id < 100; id += 2) await run('UPDATE users SET name = ? WHERE id = ? IF EXISTS', ['new', id]);
      }
      return send();
    };
    write(`name: 'guarded', concurrency: 1, ranges: 1, guard: ['name'], row: ${SPLIT}`);
    await migrations({ fault }).apply();
    const found = await rowsOf('SELECT id, first FROM users');
    expect(found.filter(({ id, first }) => first !== (Number(id) % 2 === 0 ? null : `n${id}`))).toEqual([]);
  });

  it('begins anew after its migration was rolled back', async () => {
    await fill(50);
    write(`name: 'twice', row: ${SPLIT}`);
    await migrations().apply();
    await migrations().rollback();
    await fill(60);
    await migrations().apply();
    expect((await rowsOf('SELECT id, first FROM users')).filter(({ id, first }) => first !== `n${id}`)).toEqual([]);
  });

  const begun = async (name: string) => {
    try {
      return await rowsOf(`SELECT name FROM "_coodie_backfills" WHERE name = '${name}'`);
    } catch {
      return [];
    }
  };
});
