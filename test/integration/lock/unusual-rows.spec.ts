import { types } from 'cassandra-driver';
import { LockHeldError, MigrationService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';

const TABLE = '"_coodie_migrations_lock"';
const ROW = "lock_id = 'coodie_migration_lock'";
const codeOf = (reason: unknown) => (reason as LockHeldError).code;

describe('a lock row that no run of coodie leaves behind', () => {
  const keyspace = useKeyspace('unusual');
  const directory = useMigrationsDirectory();
  const apply = (wait = 0) =>
    withApplication({ keyspace: keyspace.name, lock: { wait }, migrations: { dir: directory.path } }, [], (app) =>
      app.get(MigrationService).apply(),
    );
  const anHourAhead = () => types.Long.fromNumber((Date.now() + 3_600_000) * 1000).toString();
  const sql = (cql: string) => keyspace.client.execute(cql);

  beforeAll(async () => {
    await sql(`CREATE TABLE ${TABLE} (lock_id text PRIMARY KEY, acquired_at timestamp, owner text)`);
    directory.write('20260101_001_made.cql', 'CREATE TABLE made (id int PRIMARY KEY);');
  });
  afterEach(() => sql(`TRUNCATE ${TABLE}`));

  it('hidden by a deletion in the future: neither of two runs works, and the error says what to do', async () => {
    await sql(`DELETE FROM ${TABLE} USING TIMESTAMP ${anHourAhead()} WHERE ${ROW}`);
    const results = await Promise.allSettled([apply(), apply(5)]);
    const reasons = results.map((result) => (result.status === 'rejected' ? (result.reason as Error) : undefined));
    expect(reasons.map(codeOf)).toEqual(['COODIE_LOCK_HIDDEN', 'COODIE_LOCK_HIDDEN']);
    expect(reasons[0]).toMatchObject({ hint: expect.stringContaining('TRUNCATE') as string });
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('made');
  });

  it.each([
    ['', 'an owner without a name'],
    ['  ', 'an owner without a name'],
  ])('held by the owner "%s": it counts as held, waiting ends, and nothing runs', async (owner, name) => {
    await sql(`INSERT INTO ${TABLE} (lock_id, owner) VALUES ('coodie_migration_lock', '${owner}')`);
    await expect(apply()).rejects.toThrow(name);
    await expect(apply(1)).rejects.toThrow(LockHeldError);
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('made');
  });

  it('gone again: the migration is applied, also after the advised TRUNCATE', async () => {
    await sql(`DELETE FROM ${TABLE} USING TIMESTAMP ${anHourAhead()} WHERE ${ROW}`);
    await sql(`TRUNCATE ${TABLE}`);
    await expect(apply()).resolves.toHaveLength(1);
  });
});
