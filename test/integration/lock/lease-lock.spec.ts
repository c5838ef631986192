import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLostError, LockHeldError, MigrationService, type Progress } from '../../../lib/index.js';
import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import { ensureOwnTables } from '../../../lib/session/ensure-own-tables.js';
import { LOCK_TABLE } from '../../../lib/session/own-tables.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

describe('the lock', () => {
  const keyspace = useKeyspace('lock');
  const directory = useMigrationsDirectory();
  const database = () =>
    new CassandraDatabase({ client: keyspace.client, keyspace: keyspace.name, ddlTimeout: 60_000 });
  const lock = (process = 'test', ttl = 3) => new LeaseLock(database(), { process, ttl });
  const silent = { wait: 0, report: () => {} };
  const rows = async () => (await keyspace.client.execute('SELECT * FROM "_coodie_migrations_lock"')).rows;

  beforeAll(async () => ensureOwnTables(await database().openDdl(), [LOCK_TABLE]));

  it('is free again when the work is done, and when it failed', async () => {
    await expect(lock().hold(silent, () => Promise.resolve('done'))).resolves.toBe('done');
    await expect(lock().hold(silent, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await rows()).toEqual([]);
  });

  it('keeps others out, and names who holds it', async () => {
    await lock('first').hold(silent, async () => {
      const error: unknown = await lock('second')
        .hold(silent, () => Promise.resolve())
        .catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(LockHeldError);
      expect((error as LockHeldError).holder).toMatchObject({
        owner: expect.stringMatching(/^first:/) as string,
        expiresIn: expect.any(Number) as number,
      });
    });
  });

  it('outlives its time to live while its holder works, with no column expiring alone', async () => {
    await lock('worker').hold(silent, async (lease) => {
      await delay(4_500);
      const [row] = await rows();
      expect(row?.['owner']).toBe(lease.owner);
      expect(row?.['acquired_at']).toBeInstanceOf(Date);
      await expect(lease.confirm()).resolves.toBeUndefined();
    });
  });

  it('lets the next one in when the holder is done, and says who is waited for', async () => {
    const seen: Progress[] = [];
    const first = lock('first').hold(silent, () => delay(1_500));
    await delay(200);
    await lock('second').hold({ wait: 10, report: (progress) => seen.push(progress) }, () => Promise.resolve());
    await first;
    expect(seen[0]).toMatchObject({
      kind: 'lock-waiting',
      holder: { owner: expect.stringMatching(/^first:/) as string },
    });
    expect(seen[1]).toMatchObject({ kind: 'lock-taken', owner: expect.stringMatching(/^second:/) as string });
  });

  it('is not released by one who lost it', async () => {
    const work = lock('loser').hold(silent, async (lease) => {
      await keyspace.client.execute(
        `DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`,
      );
      await lock('winner', 60).hold(silent, async () => {
        await delay(1_500);
        await expect(lease.confirm()).rejects.toThrow(LeaseLostError);
        expect(lease.signal.aborted).toBe(true);
      });
    });
    await work;
    expect(await rows()).toEqual([]);
  });

  it('of a row whose owner expired alone can be taken', async () => {
    await keyspace.client.execute(
      `UPDATE "_coodie_migrations_lock" SET acquired_at = toTimestamp(now()) WHERE lock_id = 'coodie_migration_lock' IF owner = NULL`,
    );
    await expect(lock().hold(silent, () => Promise.resolve('taken'))).resolves.toBe('taken');
    await keyspace.client.execute(
      `DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`,
    );
  });

  it('held by a Python runner stops a migration before anything runs', async () => {
    directory.write('20260101_001_never.cql', 'CREATE TABLE never (id int PRIMARY KEY);');
    await keyspace.client.execute(
      `INSERT INTO "_coodie_migrations_lock" (lock_id, acquired_at, owner) VALUES ('coodie_migration_lock', toTimestamp(now()), 'coodie-migrate') IF NOT EXISTS USING TTL 60`,
    );
    await withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], async (app) => {
      await expect(app.get(MigrationService).apply()).rejects.toThrow('coodie-migrate');
    });
    const tables = await keyspace.client.execute(
      `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}'`,
    );
    expect(tables.rows.map((row) => String(row['table_name']))).not.toContain('never');
    expect((await rows())[0]?.['owner']).toBe('coodie-migrate');
  });
});
