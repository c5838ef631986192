import { MigrationLoadError, MigrationService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const TABLE = 'CREATE TABLE made (id int PRIMARY KEY);';
const DROP = 'DROP TABLE made;';

describe('a script', () => {
  const keyspace = useKeyspace('scripts');
  const directory = useMigrationsDirectory();
  const use = <T>(work: (migrations: MigrationService) => Promise<T>) =>
    withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      work(app.get(MigrationService)),
    );
  const tables = async () => {
    const query = `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}'`;
    return (await keyspace.client.execute(query)).rows.map((row) => String(row['table_name']));
  };

  it.each([
    '--//@UNDO',
    '// downgrade',
    '/* downgrade */',
    '-- migrate:down',
    '-- === DOWNGRADE ===',
    '-- +goose Down',
  ])('with a foreign section marker is refused before anything runs: %s', async (marker) => {
    const file = '20260101_001_foreign.cql';
    directory.write(file, `-- allow-destructive\n${TABLE}\n${marker}\n${DROP}\n`);
    const failure = await use((migrations) => migrations.apply()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationLoadError);
    expect((failure as Error).message).toContain(`${file}:3:1`);
    expect((failure as MigrationLoadError).hint).toContain('-- downgrade');
    expect(await tables()).not.toContain('made');
    directory.remove(file);
  });

  it('of comments alone is applied, recorded and rolled back, and sends nothing', async () => {
    directory.write('20260102_001_blank.cql', '-- description: intentionally blank\n');
    await expect(use((migrations) => migrations.apply())).resolves.toMatchObject([
      { name: '20260102_001_blank', statements: [] },
    ]);
    expect(await use((migrations) => migrations.status())).toMatchObject([
      { state: 'applied', description: 'intentionally blank' },
    ]);
    await expect(use((migrations) => migrations.rollback())).resolves.toMatchObject([{ statements: [] }]);
    directory.remove('20260102_001_blank.cql');
  });

  it('sends its strings with the line ends that they are written with', async () => {
    directory.write(
      '20260103_001_lines.cql',
      `CREATE TABLE texts (id int PRIMARY KEY, text text);\r\nINSERT INTO texts (id, text) VALUES (1, 'a\r\nb');\r\n`,
    );
    await use((migrations) => migrations.apply());
    const { rows } = await keyspace.client.execute('SELECT text FROM texts');
    expect(rows.map((row) => String(row['text']))).toEqual(['a\r\nb']);
  });

  it('of a date that is none is no migration', async () => {
    directory.write('20261341_001_never.cql', TABLE);
    await expect(use((migrations) => migrations.apply())).rejects.toThrow('20261341, which is no date');
    directory.remove('20261341_001_never.cql');
  });
});
