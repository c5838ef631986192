import { Injectable } from '@nestjs/common';
import { Migration, MigrationLoadError, MigrationService, type MigrationContext } from '../../../lib/index.js';
import { CoodieModule } from '../../../lib/index.js';
import { withApplication, withModules } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const SPLIT = `
export class ForwardMigration {
  description = 'copy every row';
  async upgrade(ctx) {
    await ctx.execute('ALTER TABLE people ADD copy text');
    const rows = await ctx.execute('SELECT id, name FROM people');
    ctx.logger.log(rows.length + ' rows in ' + ctx.keyspace);
    const write = (row) => ctx.execute('UPDATE people SET copy = ? WHERE id = ?', [row.name, row.id]);
    for (let start = 0; start < rows.length; start += 100) await Promise.all(rows.slice(start, start + 100).map(write));
  }
}
`;

@Injectable()
class Clock {
  readonly now = '2026';
}

@Injectable()
class CreateClocks extends Migration {
  static readonly migrationName = '20260101_001_create_clocks';
  override description = 'made by an injected service';

  constructor(private readonly clock: Clock) {
    super();
  }

  async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('CREATE TABLE clocks (id text PRIMARY KEY)');
    await context.execute('INSERT INTO clocks (id) VALUES (?)', [this.clock.now]);
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    await context.execute('DROP TABLE clocks');
  }
}

describe('a migration in code', () => {
  const keyspace = useKeyspace('code');
  const directory = useMigrationsDirectory();
  const apply = (dir = directory.path) =>
    withApplication({ keyspace: keyspace.name, migrations: { dir } }, [], (app) => app.get(MigrationService).apply());

  it('reads every page of a table, not only the first', async () => {
    const { client } = keyspace;
    await client.execute('CREATE TABLE people (id int PRIMARY KEY, name text)');
    const insert = (id: number) =>
      client.execute('INSERT INTO people (id, name) VALUES (?, ?)', [id, `name ${id}`], { prepare: true });
    for (let start = 0; start < 6_000; start += 200) {
      await Promise.all(Array.from({ length: 200 }, (_, offset) => insert(start + offset)));
    }
    directory.write('20260101_001_copy.ts', SPLIT);
    const [result] = await apply();
    expect(result?.statements).toEqual([
      'ALTER TABLE people ADD copy text',
      'SELECT id, name FROM people',
      'UPDATE people SET copy = ? WHERE id = ?',
    ]);
    const { rows } = await client.execute('SELECT count(*) AS total, count(copy) AS copied FROM people');
    expect(String(rows[0]?.['copied'])).toBe('6000');
  });

  it('may come as a class, with the services of the application in its constructor', async () => {
    const migrations = { classes: [CreateClocks], onBootstrap: 'apply' as const };
    const root = CoodieModule.forRoot({ client: clientOptions(), keyspace: keyspace.name, migrations });
    await withModules({ imports: [root], providers: [Clock] }, async (app) => {
      expect((await keyspace.client.execute('SELECT * FROM clocks')).rows[0]?.['id']).toBe('2026');
      expect((await app.get(MigrationService).rollback())[0]?.statements).toEqual(['DROP TABLE clocks']);
    });
  });

  it.each([
    ['that is broken', 'export default class { upgrade( {', 'cannot be loaded'],
    ['that exports no migration', 'export const answer = 42;', 'it exports no migration'],
    [
      'that asks for services whose types are unknown',
      'export default class { constructor(a) {} async upgrade() {} }',
      '@Injectable()',
    ],
  ])('%s is refused before any other one runs', async (_, text, message) => {
    const { path } = directory;
    directory.write('20260102_001_first.cql', 'CREATE TABLE first_one (id int PRIMARY KEY);');
    directory.write('20260102_002_wrong.ts', text);
    const error: unknown = await apply(path).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(MigrationLoadError);
    expect(`${String(error)} ${(error as MigrationLoadError).hint}`).toContain(message);
    const tables = await keyspace.client.execute(
      `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}'`,
    );
    expect(tables.rows.map((row) => String(row['table_name']))).not.toContain('first_one');
    directory.remove('20260102_002_wrong.ts');
  });

  it('may not send USE', async () => {
    directory.write('20260102_002_use.cql', 'USE system;');
    await expect(apply()).rejects.toThrow('USE would change the keyspace');
  });
});
