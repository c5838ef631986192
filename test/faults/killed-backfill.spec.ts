import { clientOptions, useKeyspace } from '../support/cassandra.js';
import { useMigrationsDirectory } from '../support/migrations-directory.js';
import { killAtRandom, LATEST } from './kill-at-random.js';

const ROWS = 6_000;
const KILLS = Number(process.env['COODIE_BACKFILL_KILLS'] ?? 10);
/** Rows per second: not all of them are written before the last kill. */
const RATE = Math.ceil((ROWS * 900) / (KILLS * LATEST));

jest.setTimeout(120_000 + KILLS * 15_000);

describe('work on all rows that is killed at random', () => {
  const keyspace = useKeyspace('killed_backfill');
  const directory = useMigrationsDirectory();
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const killed = (name: string, kills: number, last?: () => void) => {
    const hosts = clientOptions().contactPoints.join(',');
    const target = { keyspace: keyspace.name, hosts, directory: directory.path };
    return killAtRandom({ client: keyspace.client, target, name, kills, last });
  };
  const write = (file: string, work: string) =>
    directory.write(file, `export default class { async upgrade(ctx) { ${work} } async downgrade() {} }`);
  const fill = async (insert: string, params: (id: number) => readonly unknown[]) => {
    for (let start = 0; start < ROWS; start += 500)
      await Promise.all(Array.from({ length: 500 }, (_, index) => run(insert, params(start + index))));
  };
  const expectProgress = (progress: readonly number[]) => {
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBeGreaterThan(0);
    expect(progress.at(-1)).toBeLessThan(ROWS);
  };

  it('lets a backfill that is killed again and again go on each time, with every row right in the end', async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    await fill('INSERT INTO users (id, name) VALUES (?, ?)', (id) => [id, `n${id} x`]);
    const writeAt = (rate: string) =>
      write(
        '20260101_001_fill.ts',
        `await ctx.backfill({ name: 'killed', table: 'users', columns: ['name'], ${rate} ranges: 200,
         row: ({ id, name }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name.split(' ')[0], id] }) });`,
      );
    writeAt(`rate: ${RATE},`);
    const progress = await killed('killed', KILLS, () => writeAt(''));
    expectProgress(progress);
    const { rows } = await keyspace.client.execute('SELECT id, first FROM users', [], { fetchSize: ROWS });
    expect(rows).toHaveLength(ROWS);
    expect(rows.filter(({ id, first }) => first !== `n${id}`)).toEqual([]);
  });

  it('lets a copy of a table that is killed three times go on each time, with every row right in the end', async () => {
    await run('CREATE TABLE visits (id int PRIMARY KEY, page int, tags map<timestamp, int>)');
    await run('CREATE TABLE visits_by_page (page int, id int, tags map<timestamp, int>, PRIMARY KEY (page, id))');
    const insert = 'INSERT INTO visits (id, page, tags) VALUES (?, ?, {0: 1, 1: 2})';
    await fill(insert, (id) => [id, id % 13]);
    write(
      '20260102_001_copy.ts',
      `await ctx.copyTable({ name: 'killed copy', from: 'visits', to: 'visits_by_page', rate: 1000, ranges: 200, verify: 'hash' });`,
    );
    expectProgress(await killed('killed copy', 3));
    const cql = 'SELECT page, id, toJson(tags) AS tags FROM visits_by_page';
    const { rows } = await keyspace.client.execute(cql, [], { fetchSize: ROWS });
    expect(new Set(rows.map(({ id }) => id as number)).size).toBe(ROWS);
    expect(rows).toHaveLength(ROWS);
    const isRight = (row: (typeof rows)[number]) =>
      row['page'] === (row['id'] as number) % 13 && (row['tags'] as string).split(',').length === 2;
    expect(rows.filter((row) => !isRight(row))).toEqual([]);
  });
});
