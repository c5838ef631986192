import { MigrationFailedError } from '../../../lib/index.js';
import { useKeyspace } from '../../support/cassandra.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

describe('a statement of 33 kB that the server refuses', () => {
  const keyspace = useKeyspace('long_statements');
  const directory = useMigrationsDirectory();

  it('is named by a message of a few lines', async () => {
    const cql = `INSERT INTO nowhere (id, text) VALUES (1, '${'x'.repeat(33_000)}')`;
    directory.write('20260101_001_long.cql', `-- upgrade\n${cql};`);
    const { client, name } = keyspace;
    const service = faultyMigrations({ client, keyspace: name, directory: directory.path });
    const failure: unknown = await service.apply().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationFailedError);
    const { message } = failure as Error;
    expect(message).toContain('INSERT INTO nowhere');
    expect(message).toContain('characters)');
    expect(message.length).toBeLessThan(5_000);
  });
});
