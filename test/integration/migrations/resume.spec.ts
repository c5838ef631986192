import {
  IrreversibleMigrationError,
  MigrationFailedError,
  UnfinishedMigrationsError,
  type MigrationService,
} from '../../../lib/index.js';
import { EditedStatementError } from '../../../lib/migrations/source/errors.js';
import { useKeyspace } from '../../support/cassandra.js';
import { isTheirs, killed, lostAnswer, type Fault } from '../../support/faulty-driver.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { listening } from '../../support/listening.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { schemaOf } from '../../support/schema-of.js';

describe('a migration that does not come to its end', () => {
  const keyspace = useKeyspace('resume');
  const directory = useMigrationsDirectory();
  const sent: string[] = [];

  const service = (fault?: Fault): MigrationService =>
    faultyMigrations({
      client: keyspace.client,
      keyspace: keyspace.name,
      directory: directory.path,
      sent,
      ...(fault ? { fault } : {}),
    });
  const theirs = () => sent.filter(isTheirs);

  /** A new table, and a migration of it in ten statements. */
  function tenStatements(name: string): string {
    const columns = ['b', 'c', 'd', 'e', 'f', 'g'];
    return [
      '-- upgrade',
      `CREATE TYPE ${name}_type (a int);`,
      `CREATE TABLE ${name} (id int PRIMARY KEY, a int);`,
      ...columns.map((column) => `ALTER TABLE ${name} ADD ${column} text;`),
      `CREATE INDEX ${name}_idx ON ${name} (b);`,
      `INSERT INTO ${name} (id, a) VALUES (1, 1);`,
      '-- downgrade',
      `DROP INDEX ${name}_idx;`,
      ...columns.map((column) => `ALTER TABLE ${name} DROP ${column};`),
      `DROP TABLE ${name};`,
      `DROP TYPE ${name}_type;`,
    ].join('\n');
  }

  beforeEach(() => {
    sent.length = 0;
  });

  it('shows as failed with its statement, and goes on there once that is fixed', async () => {
    directory.write(
      '20260101_001_first.cql',
      'CREATE TABLE first (id int PRIMARY KEY);\nCREATE INDEX nope ON first (missing);',
    );
    const error: unknown = await service()
      .apply()
      .catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(MigrationFailedError);
    expect(String(error)).toContain('20260101_001_first.cql:2:1 failed in upgrade');
    expect(await service().status()).toMatchObject([
      {
        state: 'failed',
        failure: { direction: 'upgrade', done: 1, statement: 'CREATE INDEX nope ON first (missing)' },
      },
    ]);
    await expect(service().rollback()).rejects.toThrow(IrreversibleMigrationError);
    directory.write('20260101_001_first.cql', 'CREATE TABLE first (id int PRIMARY KEY);\nALTER TABLE first ADD a int;');
    sent.length = 0;
    const resumed = service();
    const { answer, told } = await listening(resumed, () => resumed.apply());
    expect(answer[0]?.statements).toEqual(['ALTER TABLE first ADD a int']);
    const ends = told.flatMap((progress) =>
      progress.kind === 'statement-known' || progress.kind === 'statement-finished'
        ? [[progress.kind, progress.position, progress.cql]]
        : [],
    );
    expect(ends).toEqual([
      ['statement-known', 1, 'CREATE TABLE first (id int PRIMARY KEY)'],
      ['statement-finished', 2, 'ALTER TABLE first ADD a int'],
    ]);
    expect(theirs()).toEqual(['ALTER TABLE first ADD a int']);
    expect(await service().status()).toMatchObject([{ state: 'applied', failure: undefined }]);
    expect((await keyspace.client.execute('SELECT * FROM "_coodie_migrations_journal"')).rows).toEqual([]);
  });

  it('is refused when the part that is done was edited', async () => {
    directory.write(
      '20260102_001_second.cql',
      'CREATE TABLE second (id int PRIMARY KEY);\nCREATE INDEX nope ON second (missing);',
    );
    await expect(service().apply()).rejects.toThrow(MigrationFailedError);
    directory.write(
      '20260102_001_second.cql',
      'CREATE TABLE another (id int PRIMARY KEY);\nALTER TABLE second ADD a int;',
    );
    await expect(service().apply()).rejects.toThrow(EditedStatementError);
    directory.write('20260102_001_second.cql', 'CREATE TABLE second (id int PRIMARY KEY);');
    await service().apply();
  });

  it.each(['before', 'after'] as const)(
    'killed %s each statement, up and down, ends as if nothing had happened',
    async (when) => {
      const name = `killed_${when}`;
      const file = `20260103_00${when === 'before' ? 1 : 2}_${name}.cql`;
      directory.write(file, tenStatements(name));
      const empty = await schemaOf(keyspace.client, keyspace.name);
      const boundaries = [
        /CREATE TYPE/,
        /CREATE TABLE/,
        /ADD b/,
        /ADD c/,
        /ADD d/,
        /ADD e/,
        /ADD f/,
        /ADD g/,
        /CREATE INDEX/,
      ];
      for (const boundary of boundaries)
        await expect(service(killed(boundary, when)).apply()).rejects.toThrow(MigrationFailedError);
      await service().apply();
      expect(theirs().toSorted()).toEqual([...new Set(theirs())].toSorted());
      expect(theirs()).toHaveLength(10);
      expect(await schemaOf(keyspace.client, keyspace.name)).toContain(`${name}_idx`);
      for (const boundary of [/DROP INDEX/, /DROP b/, /DROP g/, /DROP TABLE/, /DROP TYPE/]) {
        await expect(service(killed(boundary, when)).rollback()).rejects.toThrow(MigrationFailedError);
        await expect(service().apply()).rejects.toThrow(UnfinishedMigrationsError);
      }
      await service().rollback();
      expect(await schemaOf(keyspace.client, keyspace.name)).toBe(empty);
      directory.remove(file);
    },
  );

  it('stops where the schema cannot tell what became of a statement', async () => {
    directory.write('20260104_002_truncate.cql', '-- allow-destructive\n-- upgrade\nTRUNCATE first;');
    const error: unknown = await service(lostAnswer(/TRUNCATE/))
      .apply()
      .catch((failure: unknown) => failure);
    expect(String(error)).toContain('It is not known whether this took effect: TRUNCATE first');
    await expect(service().apply()).rejects.toThrow('It is not known whether this took effect');
  });
});
