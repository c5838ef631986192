import { setTimeout as delay } from 'node:timers/promises';
import { clientOptions, useKeyspace } from '../support/cassandra.js';
import { useMigrationsDirectory } from '../support/migrations-directory.js';
import { migrate } from './fleet.js';

const ROWS = 6_000;
const KILLS = 10;
const APPLY = ['apply', '--yes', '--lock-wait', '30'];
/** Milliseconds after the start of the backfill, at most. */
const LATEST = 900;

describe('a backfill that is killed ten times at random', () => {
  const keyspace = useKeyspace('killed_backfill');
  const directory = useMigrationsDirectory();
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });

  const covered = async (): Promise<number> => {
    const { rows } = await run(`SELECT row_count FROM "_coodie_backfill_ranges" WHERE name = 'killed'`);
    return rows.reduce((sum, row) => sum + Number(row['row_count'] ?? 0), 0);
  };

  it('goes on each time, and has every row right in the end', async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    for (let start = 0; start < ROWS; start += 500)
      await Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          run('INSERT INTO users (id, name) VALUES (?, ?)', [start + index, `n${start + index} x`]),
        ),
      );
    directory.write(
      '20260101_001_fill.ts',
      `export default class {
        async upgrade(ctx) {
          await ctx.backfill({ name: 'killed', table: 'users', columns: ['name'], rate: 600, ranges: 200,
            row: ({ id, name }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name.split(' ')[0], id] }) });
        }
        async downgrade() {}
      }`,
    );
    const hosts = clientOptions().contactPoints.join(',');
    const target = { keyspace: keyspace.name, hosts, directory: directory.path };
    const progress: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { child, ended } = migrate(target, APPLY);
      const isHeld = async () => (await lockOwners()).some((owner) => owner.includes(`:${child.pid}:`));
      while (!(await isHeld())) await delay(50);
      await delay(Math.random() * LATEST);
      child.kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
      // Nobody is left who holds it: the next run need not wait until it expires.
      await run(`DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`);
      progress.push(await covered().catch(() => 0));
    }
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBeGreaterThan(0);
    expect(progress.at(-1)).toBeLessThan(ROWS);
    const last = await migrate(target, APPLY).ended;
    expect(last).toMatchObject({ code: 0 });
    const { rows } = await keyspace.client.execute('SELECT id, first FROM users', [], { fetchSize: ROWS });
    expect(rows).toHaveLength(ROWS);
    expect(rows.filter(({ id, first }) => first !== `n${id}`)).toEqual([]);
  });

  const lockOwners = async (): Promise<readonly string[]> => {
    try {
      const { rows } = await run('SELECT owner FROM "_coodie_migrations_lock"');
      return rows.map(({ owner }) => String(owner));
    } catch {
      return [];
    }
  };
});
