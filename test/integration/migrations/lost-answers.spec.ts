import { MigrationFailedError, type MigrationService } from '../../../lib/index.js';
import { useKeyspace } from '../../support/cassandra.js';
import { isTheirs, lateStatement, lostAnswer, lostStatement, type Fault } from '../../support/faulty-driver.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { schemaOf } from '../../support/schema-of.js';
import { SETTLED, UNSETTLED } from './statement-kinds.js';

describe('a driver that answers with a time-out', () => {
  const keyspace = useKeyspace('answers');
  const directory = useMigrationsDirectory();
  const sent: string[] = [];
  const theirs = () => sent.filter(isTheirs);
  const run = async (statements: readonly string[]) => {
    for (const cql of statements) await keyspace.client.execute(cql);
  };
  const files = { count: 0 };

  /** A new migration of one statement, as the last of all. */
  function write(statement: string): string {
    files.count += 1;
    const name = `20260101_${String(files.count).padStart(3, '0')}_statement`;
    directory.write(`${name}.cql`, `-- allow-destructive\n-- upgrade\n${statement};`);
    return name;
  }

  const service = (faults: { readonly fault?: Fault; readonly lockFault?: Fault } = {}): MigrationService =>
    faultyMigrations({
      client: keyspace.client,
      keyspace: keyspace.name,
      directory: directory.path,
      sent,
      ...faults,
    });

  async function snapshot(): Promise<string> {
    const { rows } = await keyspace.client.execute('SELECT keyspace_name FROM system_schema.keyspaces');
    const hasKeyspace = rows.some((row) => row['keyspace_name'] === 'lost_keyspace');
    return `${await schemaOf(keyspace.client, keyspace.name)}${hasKeyspace ? 'lost_keyspace' : ''}`;
  }

  beforeAll(async () => {
    await run(['CREATE TABLE base (id int PRIMARY KEY, a int)', 'CREATE TABLE lost_rows (id int PRIMARY KEY, a int)']);
    write('CREATE TABLE first (id int PRIMARY KEY)');
    await service().apply();
  });
  beforeEach(() => {
    sent.length = 0;
  });

  describe.each([
    ['although the server did the work', () => lostAnswer(/lost/), 1, 2],
    ['for work that never reached the server', () => lostStatement(/lost/, 2), 1, 1],
    ['for work that the server does later', () => lateStatement(/lost/), 2, 2],
  ] as const)('%s', (_, fault, times, repeatedTimes) => {
    it.each(Object.entries(SETTLED))('%s takes effect, and is recorded', async (_kind, kind) => {
      const untouched = await snapshot();
      await run(kind.before ?? []);
      const before = await snapshot();
      const name = write(kind.statement);
      await expect(service({ fault: fault() }).apply()).resolves.toMatchObject([{ name }]);
      expect(await snapshot()).not.toBe(before);
      expect(theirs()).toHaveLength(kind.repeatable ? repeatedTimes : times);
      expect((await service().status()).at(-1)).toMatchObject({ name, state: 'applied' });
      await run(kind.undo);
      expect(await snapshot()).toBe(untouched);
    });
  });

  describe.each(Object.entries(UNSETTLED))('for %s', (_, statement) => {
    beforeAll(() => run(['CREATE TABLE lost (id int PRIMARY KEY, a int)']));
    afterAll(() => run(['DROP TABLE lost']));

    it.each([
      ['done', 'although the server did the work', lostAnswer, 1],
      ['not-done', 'for work that never reached the server', lostStatement, 1],
    ] as const)('stops until somebody has looked and says that it is %s, %s', async (outcome, _why, fault, times) => {
      const migration = write(statement);
      for (const faults of [{ fault: fault(/lost/) }, {}]) {
        const error: unknown = await service(faults)
          .apply()
          .catch((failure: unknown) => failure);
        expect(error).toBeInstanceOf(MigrationFailedError);
        expect(error).toMatchObject({
          message: expect.stringContaining(`It is not known whether this took effect: ${statement}`) as string,
          hint: expect.stringContaining('coodie migrate repair') as string,
        });
      }
      expect(theirs()).toHaveLength(times - (outcome === 'done' ? 0 : 1));
      await service().repair({ migration, action: outcome });
      await service().apply();
      expect(theirs()).toHaveLength(times);
      if (statement.startsWith('CREATE INDEX')) await run(['DROP INDEX lost_a_idx']);
    });
  });

  it.each([
    ['INSERT', 'INSERT INTO lost_rows (id, a) VALUES (1, 1)'],
    ['UPDATE', 'UPDATE lost_rows SET a = 2 WHERE id = 1'],
    ['BATCH', 'BEGIN BATCH UPDATE lost_rows SET a = 3 WHERE id = 1; APPLY BATCH'],
    ['DELETE', 'DELETE FROM lost_rows WHERE id = 1'],
  ])('for an %s of a script: the run fails, and the next one sends it again', async (_, statement) => {
    for (const [fault, times] of [
      [lostAnswer, 2],
      [lostStatement, 1],
    ] as const) {
      sent.length = 0;
      const name = write(statement);
      await expect(service({ fault: fault(/lost/) }).apply()).rejects.toThrow('did not reply before timeout');
      await expect(service().apply()).resolves.toMatchObject([{ name }]);
      expect(theirs()).toHaveLength(times);
    }
  });

  const JOURNAL_BEFORE = /INSERT INTO .*_journal/;
  const JOURNAL_AFTER = /UPDATE .*_journal/;
  const RECORD = /INSERT INTO .*_log"/;

  it.each([
    ['note of a statement that is about to be sent', JOURNAL_BEFORE],
    ['note of its answer', JOURNAL_AFTER],
    ['record of a migration', RECORD],
  ])("for coodie's own %s, now and then: is asked again", async (_, pattern) => {
    for (const fault of [lostAnswer(pattern, 2), lostStatement(pattern, 2)]) {
      const table = `patient_${files.count}`;
      const name = write(`CREATE TABLE ${table} (id int PRIMARY KEY);\nALTER TABLE ${table} ADD a int`);
      sent.length = 0;
      await expect(service({ fault }).apply()).resolves.toMatchObject([{ name }]);
      expect(theirs()).toHaveLength(2);
      expect(await eventsOf(name)).toBe(1);
    }
  });

  it.each([
    ['note of a statement that is about to be sent', JOURNAL_BEFORE],
    ['note of its answer', JOURNAL_AFTER],
    ['record of a migration', RECORD],
  ])(
    "for coodie's own %s, each time: fails, and the next run finds its way, with nothing sent twice",
    async (_, pattern) => {
      for (const fault of [lostAnswer(pattern, 5), lostStatement(pattern, 5)]) {
        const table = `given_up_${files.count}`;
        const name = write(`CREATE TABLE ${table} (id int PRIMARY KEY);\nALTER TABLE ${table} ADD a int`);
        sent.length = 0;
        await expect(service({ fault }).apply()).rejects.toThrow('did not reply before timeout');
        await service().apply();
        expect(theirs()).toHaveLength(2);
        expect((await service().status()).at(-1)).toMatchObject({ name, state: 'applied' });
        expect(await eventsOf(name)).toBe(1);
      }
    },
  );

  it.each([
    ['to take the lock', /INSERT INTO .*_lock"/],
    ['who holds the lock', /SELECT .*_lock"/],
    ['to release the lock', /DELETE FROM .*_lock"/],
  ])('when asked %s: the work is done all the same, once', async (_, pattern) => {
    for (const lockFault of [lostAnswer(pattern), lostStatement(pattern)]) {
      const name = write(`CREATE TABLE locked_${files.count} (id int PRIMARY KEY)`);
      sent.length = 0;
      await expect(service({ lockFault }).apply()).resolves.toMatchObject([{ name }]);
      expect(theirs()).toHaveLength(1);
      await run([`DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`]);
    }
  });

  /** How often the log says that it was applied. */
  async function eventsOf(name: string): Promise<number> {
    const query = 'SELECT event FROM "_coodie_migrations_log" WHERE migration_name = ?';
    const { rows } = await keyspace.client.execute(query, [name], { prepare: true });
    return rows.filter((row) => row['event'] === 'applied').length;
  }
});
