import { MigrationFailedError, MigrationService } from '../../../lib/index.js';
import { errorJson } from '../../../lib/present/error.presenter.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const SECRET = 'correct-horse-battery';

describe('the password of a role in a statement that fails', () => {
  const keyspace = useKeyspace('secrets');
  const directory = useMigrationsDirectory();

  it('is in no error, no JSON and none of the own tables', async () => {
    directory.write('20260101_001_role.cql', `CREATE ROLE app WITH PASSWORD = '${SECRET}' AND NOTHING = 1;`);
    const failure = await withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      app
        .get(MigrationService)
        .apply()
        .catch((error: unknown) => error),
    );
    expect(failure).toBeInstanceOf(MigrationFailedError);
    expect(`${String(failure)}${JSON.stringify(errorJson(failure))}`).not.toContain(SECRET);
    for (const table of ['_coodie_migrations_log', '_coodie_migrations_journal']) {
      const { rows } = await keyspace.client.execute(`SELECT * FROM "${table}"`);
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(SECRET);
    }
  });
});
