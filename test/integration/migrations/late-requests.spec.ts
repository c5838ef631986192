import { errors } from 'cassandra-driver';
import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLostError } from '../../../lib/index.js';
import { useKeyspace } from '../../support/cassandra.js';
import type { Fault } from '../../support/faulty-driver.js';
import { faultyMigrations, type FaultyMigrationsOptions } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const FREE = `DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`;

const timedOut = () => new errors.OperationTimedOutError('The host did not reply before timeout');

describe('a request that coodie repeats', () => {
  const keyspace = useKeyspace('late_requests');
  const directory = useMigrationsDirectory();
  const migrations = (options: Partial<FaultyMigrationsOptions> = {}) =>
    faultyMigrations({ client: keyspace.client, keyspace: keyspace.name, directory: directory.path, ...options });
  const steal = () =>
    keyspace.client.execute(
      `UPDATE "_coodie_migrations_lock" USING TTL 60 SET owner = 'rival' WHERE lock_id = 'coodie_migration_lock' IF EXISTS`,
    );

  afterEach(() => keyspace.client.execute(FREE));

  it.each([
    ['the note of a statement that begins', /INSERT INTO .*_journal/, 1],
    ['the record of a migration', /INSERT INTO .*"_coodie_migrations" /, 2],
  ])('is not sent once another run holds the lock: %s', async (_, pattern, number) => {
    directory.write(`20260101_00${number}_t.cql`, `-- upgrade\nCREATE TABLE lost_${number} (id int PRIMARY KEY);`);
    const asked: string[] = [];
    const fault: Fault = async (cql, send) => {
      if (!pattern.test(cql)) return send();
      asked.push(cql);
      await steal();
      // Longer than a third of the time to live: by then it was not renewed.
      await delay(1_500);
      throw timedOut();
    };
    await expect(migrations({ fault, ttl: 3 }).apply()).rejects.toBeInstanceOf(LeaseLostError);
    expect(asked).toHaveLength(1);
    await keyspace.client.execute(FREE);
    await migrations().apply();
  });

  it('changes nothing where its first try arrives after the migration was rolled back', async () => {
    directory.write(
      '20260201_001_late.cql',
      '-- upgrade\nCREATE TABLE late (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE late;',
    );
    let late = (): Promise<unknown> => Promise.reject(new Error('nothing was late'));
    let isFirst = true;
    const fault: Fault = async (cql, send) => {
      if (!isFirst || !/INSERT INTO .*"_coodie_migrations" /.test(cql)) return send();
      isFirst = false;
      late = send;
      throw timedOut();
    };
    await migrations({ fault }).apply();
    await migrations().rollback();
    await late();
    expect((await migrations().status()).at(-1)).toMatchObject({ name: '20260201_001_late', state: 'pending' });
  });
});

describe('a migration that was applied by a machine whose clock is ahead', () => {
  const keyspace = useKeyspace('ahead');
  const directory = useMigrationsDirectory();

  it('is not the one that a rollback begins with', async () => {
    const migrations = faultyMigrations({
      client: keyspace.client,
      keyspace: keyspace.name,
      directory: directory.path,
    });
    const write = (name: string) =>
      directory.write(
        `${name}.cql`,
        `-- upgrade\nCREATE TABLE t${name} (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE t${name};`,
      );
    write('20260101_001_first');
    await migrations.apply();
    const ahead = new Date(Date.now() + 600_000);
    await keyspace.client.execute(
      `UPDATE "_coodie_migrations" SET applied_at = ? WHERE migration_name = '20260101_001_first'`,
      [ahead],
      { prepare: true },
    );
    write('20260101_002_second');
    write('20260101_003_third');
    await migrations.apply();
    expect(await migrations.rollback({ steps: 2 })).toMatchObject([
      { name: '20260101_003_third' },
      { name: '20260101_002_second' },
    ]);
  });
});
