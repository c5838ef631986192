import type { MigrationService, MigrationStatus } from '../../../lib/index.js';
import { useKeyspace } from '../../support/cassandra.js';
import { isTheirs, killed, noFault, type Fault } from '../../support/faulty-driver.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

/** The record of a migration. */
const RECORD = /INSERT INTO .*_coodie_migrations_log/;

const TABLES = ['CREATE TABLE one (id int PRIMARY KEY)', 'CREATE TABLE two (id int PRIMARY KEY)'];

describe('a run over two migrations', () => {
  const keyspace = useKeyspace('between');
  const directory = useMigrationsDirectory();
  const sent: string[] = [];

  const service = (fault: Fault = noFault, interruption = new AbortController().signal): MigrationService =>
    faultyMigrations({
      client: keyspace.client,
      keyspace: keyspace.name,
      directory: directory.path,
      fault,
      interruption,
      sent,
    });
  const states = async () => (await service().status()).map(({ state }) => state);

  beforeEach(async () => {
    TABLES.forEach((cql, index) => directory.write(`20260101_00${index + 1}_table.cql`, cql));
    for (const table of ['one', 'two', '"_coodie_migrations"', '"_coodie_migrations_journal"'])
      await keyspace.client.execute(`DROP TABLE IF EXISTS ${table}`);
    sent.length = 0;
  });

  it('that is killed between them leaves the second as it was, and the next run sends it once', async () => {
    await expect(service(killed(RECORD, 'after')).apply()).rejects.toThrow(Error);
    expect(await states()).toEqual(['applied', 'pending']);
    await service().apply();
    expect(sent.filter(isTheirs)).toEqual(TABLES);
    expect(await states()).toEqual(['applied', 'applied']);
  });

  it('that is asked to stop between them leaves the second as it was', async () => {
    const stop = new AbortController();
    const stopping: Fault = async (cql, send) => {
      const answer = await send();
      if (RECORD.test(cql)) stop.abort(new Error('asked to stop'));
      return answer;
    };
    await expect(service(stopping, stop.signal).apply()).rejects.toThrow('asked to stop');
    expect(sent.filter(isTheirs)).toEqual(TABLES.slice(0, 1));
    expect(await states()).toEqual(['applied', 'pending']);
  });

  it('that is killed between two rollbacks leaves the second as it was', async () => {
    TABLES.forEach((cql, index) => {
      const name = index === 0 ? 'one' : 'two';
      directory.write(`20260101_00${index + 1}_table.cql`, `-- upgrade\n${cql};\n-- downgrade\nDROP TABLE ${name};`);
    });
    await service().apply();
    await expect(service(killed(RECORD, 'after')).rollback({ steps: 2 })).rejects.toThrow(Error);
    expect(await states()).toEqual(['applied', 'pending']);
  });

  it('shows as stopped half-way while it is under way, but not without who is at it', async () => {
    let seen: readonly MigrationStatus[] = [];
    const looking: Fault = async (cql, send) => {
      if (cql === TABLES[1]) seen = await service().status();
      return send();
    };
    await service(looking).apply();
    expect(seen).toMatchObject([
      { state: 'applied' },
      { state: 'failed', failure: { statement: TABLES[1], holder: { owner: expect.stringMatching(/^test:/) } } },
    ]);
    expect(await states()).toEqual(['applied', 'applied']);
  });

  it('is pending again, with a note, where it failed before anything was done', async () => {
    directory.write('20260101_002_table.cql', 'CREATE TABLE two (id nothing PRIMARY KEY)');
    await expect(service().apply()).rejects.toThrow('nothing');
    expect(await service().status()).toMatchObject([
      {},
      { state: 'pending', failure: undefined, note: expect.stringContaining('failed before') as string },
    ]);
  });

  it('needs a look, a note, a record, a look at either, and an end of the note for each migration of one statement', async () => {
    await service().apply();
    const first = sent.findIndex((cql) => /^INSERT INTO .*_journal/.test(cql)) - 1;
    const verbs = sent.slice(first).map((cql) => cql.split(' ')[0]);
    const each = ['SELECT', 'INSERT', 'SELECT', 'CREATE', 'INSERT', 'SELECT', 'DELETE'];
    expect(verbs).toEqual([...each, ...each]);
  });
});
