import { Column, Entity, MigrationFailedError, PartitionKey } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';

@Entity({ name: 'things' })
class Thing {
  @PartitionKey('int') id!: number;
  @Column('text') name?: string;
}

describe('a start on a new database', () => {
  const keyspace = useKeyspace('new_database');
  const directory = useMigrationsDirectory();
  const FILE = '20260115_001_first_thing.cql';

  const failureOf = async (statement: string): Promise<unknown> => {
    directory.write(FILE, `-- upgrade\n${statement};\n`);
    const options = { keyspace: keyspace.name, migrations: { dir: directory.path, onBootstrap: 'apply' as const } };
    return withApplication(options, [Thing], async () => undefined).catch((error: unknown) => error);
  };

  it.each([
    'INSERT INTO things (id) VALUES (1)',
    'UPDATE "things" SET name = \'a\' WHERE id = 1',
    'ALTER TABLE things ADD colour text',
    'CREATE INDEX ON things (name)',
  ])('says which table of an entity a migration needs that is not there yet: %s', async (statement) => {
    const failure = await failureOf(statement);
    expect(failure).toBeInstanceOf(MigrationFailedError);
    expect((failure as MigrationFailedError).hint).toContain('things is the table of an entity.');
    expect((failure as MigrationFailedError).hint).toContain('CREATE TABLE IF NOT EXISTS things (…)');
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('things');
  });

  it('says nothing of entities where the failure is about something else', async () => {
    const failure = await failureOf('INSERT INTO others (id) VALUES (1)');
    expect(failure).toBeInstanceOf(MigrationFailedError);
    expect((failure as MigrationFailedError).hint).toBeUndefined();
  });

  it('takes a migration that creates the table as it was then; sync adds what is missing', async () => {
    const first = 'CREATE TABLE IF NOT EXISTS things (id int PRIMARY KEY); INSERT INTO things (id) VALUES (1)';
    expect(await failureOf(first)).toBeUndefined();
    const { rows } = await keyspace.client.execute('SELECT id, name FROM things');
    expect(rows.map((row) => ({ ...row }))).toEqual([{ id: 1, name: null }]);
  });
});
