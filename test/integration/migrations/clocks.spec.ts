import { policies } from 'cassandra-driver';
import { MigrationService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

/** The clock of a machine that is ten minutes ahead. */
class Ahead extends policies.timestampGeneration.MonotonicTimestampGenerator {
  override getDate(): number {
    return Date.now() + 600_000;
  }
}

describe('two processes with clocks ten minutes apart', () => {
  const keyspace = useKeyspace('clocks');
  const directory = useMigrationsDirectory();

  function use<T>(ahead: boolean, work: (migrations: MigrationService) => Promise<T>): Promise<T> {
    const client = ahead
      ? { ...clientOptions(), policies: { timestampGeneration: new Ahead(1, 1_000) } }
      : clientOptions();
    const migrations = { dir: directory.path };
    return withApplication({ keyspace: keyspace.name, client, migrations }, [], (app) =>
      work(app.get(MigrationService)),
    );
  }

  it('see what the other one did, whoever is ahead', async () => {
    directory.write(
      '20260101_001_t.cql',
      '-- upgrade\nCREATE TABLE t (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE t;',
    );
    await use(true, (migrations) => migrations.apply());
    await use(true, (migrations) => migrations.rollback());
    await use(false, (migrations) => migrations.apply());
    expect(await use(true, (migrations) => migrations.status())).toMatchObject([
      { state: 'applied', failure: undefined },
    ]);
    await use(false, (migrations) => migrations.rollback());
    expect(await use(true, (migrations) => migrations.pending())).toHaveLength(1);
  });
});
