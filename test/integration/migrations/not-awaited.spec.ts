import { Migration, MigrationFailedError, MigrationService, type MigrationContext } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

/** Bodies of `upgrade(context)`, each with a statement that nobody waits for. */
const STRAYS: Readonly<Record<string, string>> = {
  'in forEach(async …)': `['a', 'b'].forEach(async (name) => { await context.execute('CREATE TABLE TABLE_' + name + ' (id int PRIMARY KEY)'); });`,
  'without await': `context.execute('CREATE TABLE TABLE_a (id int PRIMARY KEY)');`,
  'in a Promise.all without await': `void Promise.all([context.execute('CREATE TABLE TABLE_a (id int PRIMARY KEY)'), context.execute('CREATE TABLE TABLE_b (id int PRIMARY KEY)')]);`,
  'behind a then that is not returned': `context.execute('CREATE TABLE TABLE_a (id int PRIMARY KEY)').then(() => context.execute('CREATE TABLE TABLE_b (id int PRIMARY KEY)'));`,
  'that fails': `context.execute('CREATE TABEL TABLE_a');`,
  'that fails in forEach(async …)': `[1, 2].forEach(async () => { await context.execute('SELECT nothing FROM nowhere'); });`,
  'in a batch': `context.batch([{ cql: 'INSERT INTO base (id) VALUES (1)' }]);`,
  'in a stream': `context.stream('SELECT id FROM base').next();`,
};

describe.each(Object.entries(STRAYS))('a migration with a statement that is not awaited, %s,', (_, body) => {
  describe.each(['upgrade', 'downgrade'] as const)('in %s,', (direction) => {
    const keyspace = useKeyspace('strays');
    const directory = useMigrationsDirectory();
    const rejections: unknown[] = [];
    const note = (reason: unknown) => void rejections.push(reason);
    beforeAll(async () => {
      await keyspace.client.execute('CREATE TABLE base (id int PRIMARY KEY)');
      process.on('unhandledRejection', note);
    });
    afterAll(() => void process.off('unhandledRejection', note));

    it('fails, names it, is not recorded as done, and releases the lock', async () => {
      const code = `async ${direction}(context) { ${body.replaceAll('TABLE_', 'made_')} }`;
      const other = direction === 'upgrade' ? '' : 'async upgrade() {}';
      directory.write('20260101_001_stray.ts', `export default class { ${code} ${other} }`);
      await withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], async (app) => {
        const service = app.get(MigrationService);
        if (direction === 'downgrade') await service.apply();
        const run = direction === 'upgrade' ? service.apply() : service.rollback();
        const failure = await run.catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(MigrationFailedError);
        expect((failure as Error).message).toMatch(/not awaited: /);
        expect((await service.status()).map(({ state }) => state)).toEqual(['failed']);
      });
      const { rows } = await keyspace.client.execute('SELECT * FROM "_coodie_migrations_lock"');
      expect(rows).toEqual([]);
      expect(rejections.filter((reason) => !(reason instanceof Error))).toEqual([]);
    });
  });
});

describe('the statements of a migration', () => {
  const keyspace = useKeyspace('in_turn');
  const directory = useMigrationsDirectory();
  const apply = () =>
    withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      app.get(MigrationService).apply(),
    );

  it('run one at a time, in the order of the calls, however they are called', async () => {
    const tables = Array.from({ length: 6 }, (_, index) => `CREATE TABLE t${index} (id int PRIMARY KEY)`);
    directory.write(
      '20260101_001_parallel.ts',
      `export default class { async upgrade(context) { await Promise.all(${JSON.stringify(tables)}.map((cql) => context.execute(cql))); } }`,
    );
    const [result] = await apply();
    expect(result?.statements).toEqual(tables);
    const { rows } = await keyspace.client.execute('SELECT statements FROM "_coodie_migrations_log"');
    expect(rows.map((row) => Number(row['statements']))).toEqual([6]);
  });

  it('may write while they stream', async () => {
    await keyspace.client.execute('CREATE TABLE people (id int PRIMARY KEY, name text)');
    for (let id = 0; id < 20; id += 1) await keyspace.client.execute(`INSERT INTO people (id) VALUES (${id})`);
    directory.write(
      '20260101_002_stream.ts',
      `export default class { async upgrade(context) {
        for await (const { id } of context.stream('SELECT id FROM people', [], { fetchSize: 5 }))
          await context.execute('UPDATE people SET name = ? WHERE id = ?', ['n' + id, id]);
      } }`,
    );
    await apply();
    const { rows } = await keyspace.client.execute('SELECT name FROM people');
    expect(rows.filter((row) => row['name'] !== null)).toHaveLength(20);
  });

  it('are refused by a context whose migration has ended', async () => {
    const kept: { context?: MigrationContext } = {};
    class Keeps extends Migration {
      static readonly migrationName = '20260101_003_keeps';
      async upgrade(context: MigrationContext): Promise<void> {
        kept.context = context;
      }
    }
    const migrations = { classes: [Keeps] };
    await withApplication({ keyspace: keyspace.name, migrations }, [], (app) => app.get(MigrationService).apply());
    const { context } = kept;
    await expect(context?.execute('CREATE TABLE late (id int PRIMARY KEY)')).rejects.toThrow('ended');
    await expect(context?.batch([{ cql: 'INSERT INTO people (id) VALUES (99)' }])).rejects.toThrow('ended');
    await expect(context?.stream('SELECT id FROM people')[Symbol.asyncIterator]().next()).rejects.toThrow('ended');
    const query = `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}'`;
    const { rows } = await keyspace.client.execute(query);
    expect(rows.map((row) => String(row['table_name']))).not.toContain('late');
  });
});
