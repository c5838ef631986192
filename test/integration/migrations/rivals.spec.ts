import { Client } from 'cassandra-driver';
import { randomUUID } from 'node:crypto';
import { readStatement } from '../../../lib/core/cql/statement.js';
import { MigrationLoadError, MissingMigrationsError, type MigrationService } from '../../../lib/index.js';
import { LockHeldError } from '../../../lib/lock/errors.js';
import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import { LockRow } from '../../../lib/lock/lock-row.js';
import { SentStatements } from '../../../lib/migrations/run/statement-record.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import { ensureOwnTables } from '../../../lib/session/ensure-own-tables.js';
import { LOCK_TABLE } from '../../../lib/session/own-tables.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';
import { isDdl } from '../../support/sent-statements.js';

// How migration tools fail, class by class. What is guaranteed against that is listed in docs/guarantees.md.
const silent = { wait: 0, report: () => {} };

describe('the record of migrations', () => {
  const keyspace = useKeyspace('record');
  const directory = useMigrationsDirectory();
  const service = (client = keyspace.client, name = keyspace.name): MigrationService =>
    faultyMigrations({ client, keyspace: name, directory: directory.path });

  it('is not left half-way by a file that ends in a comment, or in a separator too many', async () => {
    directory.write(
      '20260101_001_first.cql',
      '-- upgrade\nCREATE TABLE first (id int PRIMARY KEY);;\n-- done\n-- downgrade\nDROP TABLE first;\n/* done */',
    );
    directory.write(
      '20260101_002_second.cql',
      '-- upgrade\nCREATE TABLE second (id int PRIMARY KEY)\n-- downgrade\nDROP TABLE second // done',
    );
    await expect(service().apply()).resolves.toHaveLength(2);
  });

  it('is read and written at QUORUM, so that no host that missed a write has a migration run again', async () => {
    const levels = new Map<string, unknown>();
    const client = Object.create(keyspace.client) as Client;
    Object.defineProperty(client, 'execute', {
      value: (...args: Parameters<Client['execute']>) => {
        const [cql, , options] = args as unknown as [string, unknown, { readonly consistency?: number } | undefined];
        if (cql.includes('_coodie_') && !isDdl(cql) && !cql.includes('system_schema'))
          levels.set(cql, options?.consistency);
        return keyspace.client.execute(...args);
      },
    });
    directory.write('20260101_003_third.cql', 'CREATE TABLE third (id int PRIMARY KEY);');
    await service(client).apply();
    const [quorum, serial] = [4, 8];
    expect(levels.size).toBeGreaterThan(4);
    expect([...levels].filter(([, level]) => level !== quorum && level !== serial)).toEqual([]);
  });

  it('says who did what, when, in which run, how long it took and with which version', async () => {
    const { rows } = await keyspace.client.execute('SELECT * FROM "_coodie_migrations_log"');
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row).toMatchObject({
        event: 'applied',
        owner: expect.stringMatching(/^test:/),
        coodie_version: '0',
        file_kind: 'cql',
        statements: 1,
      });
      for (const column of ['event_id', 'run_id', 'duration_ms', 'checksum'])
        expect(row[column]).toEqual(expect.anything());
    }
  });

  it('rolls back what was applied last, whatever the names say', async () => {
    await keyspace.client.execute(
      `UPDATE "_coodie_migrations" SET applied_at = '2100-01-01' WHERE migration_name = '20260101_001_first'`,
    );
    await expect(service().rollback()).resolves.toMatchObject([{ name: '20260101_001_first' }]);
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual(expect.arrayContaining(['second', 'third']));
    directory.remove('20260101_001_first.cql');
  });

  it('shows a migration whose file is gone, and rolls back no older one in its place', async () => {
    directory.remove('20260101_003_third.cql');
    expect(await service().status()).toMatchObject([
      { name: '20260101_002_second', state: 'applied' },
      { name: '20260101_003_third', state: 'missing' },
    ]);
    await expect(service().rollback()).rejects.toThrow(MissingMigrationsError);
    expect(await tablesOf(keyspace.client, keyspace.name)).toContain('second');
  });

  it('has no first half where the second file cannot even be loaded', async () => {
    directory.write('20260102_001_whole.cql', 'CREATE TABLE whole (id int PRIMARY KEY);');
    directory.write('20260102_002_broken.js', 'export default class { async upgrade( {');
    await expect(service().apply()).rejects.toThrow(MigrationLoadError);
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('whole');
    directory.remove('20260102_002_broken.js');
  });

  it('is kept in a keyspace whose name needs quotes', async () => {
    const name = `Quoted_${randomUUID().slice(0, 8)}`;
    await keyspace.client.execute(
      `CREATE KEYSPACE "${name}" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    const client = new Client({ ...clientOptions(), keyspace: name });
    try {
      await expect(service(client, name).apply()).resolves.toHaveLength(2);
      expect(await tablesOf(client, name)).toEqual(expect.arrayContaining(['second', 'whole', '_coodie_migrations']));
    } finally {
      await client.shutdown();
      await keyspace.client.execute(`DROP KEYSPACE "${name}"`);
    }
  });

  it('does not grow without end while rows are written one by one', () => {
    const record = new SentStatements();
    for (let row = 0; row < 5_000; row += 1) record.add(readStatement(`UPDATE t SET a = ${row} WHERE id = ${row}`));
    expect(record.count).toBe(5_000);
    expect(record.statements.length).toBeLessThanOrEqual(1_000);
  });
});

describe('the lock of migrations', () => {
  const keyspace = useKeyspace('guarded');
  const database = () =>
    new CassandraDatabase({ client: keyspace.client, keyspace: keyspace.name, ddlTimeout: 60_000 });
  const lock = (process: string) => new LeaseLock(database(), { process, ttl: 30 });

  beforeAll(async () => ensureOwnTables(await database().openDdl(), [LOCK_TABLE]));

  it('is not let go by a process that did not get it', async () => {
    await lock('holder').hold(silent, async (lease) => {
      for (const owner of ['second', 'third']) {
        await expect(lock(owner).hold(silent, () => Promise.resolve())).rejects.toThrow(LockHeldError);
      }
      expect((await lock('anybody').holder())?.owner).toBe(lease.owner);
      await expect(lease.confirm()).resolves.toBeUndefined();
    });
  });

  it('does not live for ever once it was renewed', async () => {
    const row = new LockRow(database().session, 10_000);
    const takenAt = new Date();
    expect(await row.take('renewer', takenAt, 60)).toBeUndefined();
    expect(await row.renew('renewer', takenAt, 40)).toBe(true);
    const ttl = (await row.holder())?.expiresIn ?? Number.POSITIVE_INFINITY;
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(40);
    const { rows } = await keyspace.client.execute('SELECT TTL(acquired_at) AS ttl FROM "_coodie_migrations_lock"');
    expect(rows[0]?.['ttl']).toBeLessThanOrEqual(40);
    expect(await row.release('renewer')).toBe(true);
  });

  it('is not taken, renewed or released in the name of another', async () => {
    const row = new LockRow(database().session, 10_000);
    expect(await row.take('holder', new Date(), 60)).toBeUndefined();
    expect(await row.take('other', new Date(), 60)).toMatchObject({ owner: 'holder' });
    expect(await row.renew('other', new Date(), 60)).toBe(false);
    expect(await row.release('other')).toBe(false);
    const before = { owner: 'before', acquiredAt: undefined, renewedAt: undefined, expiresIn: undefined };
    expect(await lock('other').remove(before)).toBe(false);
    expect((await row.holder())?.owner).toBe('holder');
    expect(await row.release('holder')).toBe(true);
  });
});
