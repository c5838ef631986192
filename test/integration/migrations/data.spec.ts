import { MigrationFailedError, MigrationService, UnsupportedStatementError } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { sentStatements } from '../../support/sent-statements.js';

const ROWS = 2_500;
const FILE = '20260101_001_data.ts';

describe('data in migrations', () => {
  const keyspace = useKeyspace('data');
  const directory = useMigrationsDirectory();

  function apply(upgrade: string, options: { dryRun?: boolean } = {}) {
    directory.write(FILE, `export default class { async upgrade(ctx) { ${upgrade} } async downgrade() {} }`);
    return withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], async (app) => {
      const migrations = app.get(MigrationService);
      const results = await migrations.apply(options);
      if (!options.dryRun) await migrations.rollback();
      return results;
    });
  }

  async function failureOf(upgrade: string): Promise<MigrationFailedError> {
    const error: unknown = await apply(upgrade).catch((failure: unknown) => failure);
    if (!(error instanceof MigrationFailedError))
      throw new Error(`expected a MigrationFailedError, not ${String(error)}`);
    return error;
  }

  beforeAll(async () => {
    await keyspace.client.execute(
      'CREATE TABLE users (team text, id int, name text, secret text, PRIMARY KEY (team, id))',
    );
    const insert = 'INSERT INTO users (team, id, name, secret) VALUES (?, ?, ?, ?)';
    const ids = Array.from({ length: ROWS }, (_, id) => id);
    for (let start = 0; start < ROWS; start += 250) {
      await Promise.all(
        ids
          .slice(start, start + 250)
          .map((id) => keyspace.client.execute(insert, [`t${id % 7}`, id, `name ${id}`, 'hush'], { prepare: true })),
      );
    }
  });

  it('execute answers every row of every page', async () => {
    const results = await apply(`
      const rows = await ctx.execute('SELECT id FROM users');
      await ctx.execute("INSERT INTO users (team, id, name) VALUES ('counted', 0, ?)", [String(rows.length)]);
    `);
    expect(results).toHaveLength(1);
    const { rows } = await keyspace.client.execute("SELECT name FROM users WHERE team = 'counted'");
    expect(rows[0]?.['name']).toBe(String(ROWS));
    await keyspace.client.execute("DELETE FROM users WHERE team = 'counted'");
  });

  it('stream hands out rows a page at a time, and asks for the next page only when it is needed', async () => {
    const seen = `
      let count = 0;
      for await (const row of ctx.stream('SELECT id FROM users', [], { fetchSize: 100 })) {
        count += 1;
        if (count === LIMIT) break;
      }
      if (count !== Math.min(LIMIT, ${ROWS})) throw new Error('saw ' + count);
    `;
    const pagesFor = async (limit: number) =>
      (await sentStatements(() => apply(seen.replaceAll('LIMIT', String(limit))))).filter((cql) =>
        cql.includes('FROM users'),
      ).length;
    expect(await pagesFor(150)).toBe(2);
    expect(await pagesFor(1_000_000)).toBe(Math.ceil(ROWS / 100) + (ROWS % 100 === 0 ? 1 : 0));
  });

  it('stream takes values, and refuses what is no read', async () => {
    await apply(`
      const names = [];
      for await (const { name } of ctx.stream('SELECT name FROM users WHERE team = ? LIMIT 3', ['t1'])) names.push(name);
      if (names.length !== 3) throw new Error(names.join());
    `);
    const error = await failureOf(
      "for await (const row of ctx.stream('DELETE FROM users WHERE team = ?', ['t1'])) void row;",
    );
    expect(error.cause).toBeInstanceOf(UnsupportedStatementError);
  });

  it('batch sends writes together, and nothing else', async () => {
    const results = await apply(`
      await ctx.batch([
        { cql: "UPDATE users SET name = ? WHERE team = 't1' AND id = ?", params: ['one', 1] },
        { cql: "UPDATE users SET name = 'eight' WHERE team = 't1' AND id = 8" },
      ], { logged: false });
    `);
    expect(results[0]?.statements).toHaveLength(2);
    const { rows } = await keyspace.client.execute("SELECT name FROM users WHERE team = 't1' AND id IN (1, 8)");
    expect(rows.map((row) => String(row['name']))).toEqual(['one', 'eight']);
    const error = await failureOf("await ctx.batch([{ cql: 'ALTER TABLE users ADD x int' }]);");
    expect(error.cause).toBeInstanceOf(UnsupportedStatementError);
    await expect(apply('await ctx.batch([]);')).resolves.toHaveLength(1);
  });

  it.each([
    [
      'an UPDATE',
      `await ctx.execute('UPDATE users SET name = ?, nothing = ? WHERE team = ? AND id = ?', ['x', 'y', 't1', 8]);`,
      { team: 't1', id: 8 },
    ],
    [
      'an INSERT',
      `await ctx.execute('INSERT INTO users (id, secret, team, nothing) VALUES (?, ?, ?, 1)', [3, 'hush', 't3']);`,
      { team: 't3', id: 3 },
    ],
    [
      'a batch',
      `await ctx.batch([{ cql: 'UPDATE users SET nothing = 1 WHERE team = ? AND id = ?', params: ['t2', 2] }]);`,
      { team: 't2', id: 2 },
    ],
    [
      'the code for a streamed row',
      `for await (const row of ctx.stream("SELECT * FROM users WHERE team = 't5'")) if (row.id === 12) throw new Error('odd');`,
      { team: 't5', id: 12 },
    ],
  ])('a failure of %s names the key of the current row, and no other column of it', async (_, upgrade, key) => {
    const error = await failureOf(upgrade);
    expect(error.row).toEqual(key);
    expect(error.message).toContain(`at the row team = ${key.team}, id = ${key.id}`);
    expect(error.message).not.toContain('hush');
  });

  it('nothing is read or written in a dry run', async () => {
    const sent = await sentStatements(() =>
      apply(
        `for await (const row of ctx.stream('SELECT * FROM users')) throw new Error(row.id);
         await ctx.batch([{ cql: 'DELETE FROM users WHERE team = ?', params: ['t1'] }]);`,
        { dryRun: true },
      ),
    );
    expect(sent.filter((cql) => cql.includes('users'))).toEqual([]);
  });
});
