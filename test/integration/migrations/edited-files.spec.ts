import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../lib/core/progress/progress.js';
import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import { ensureOwnTables } from '../../../lib/session/ensure-own-tables.js';
import { LOCK_TABLE } from '../../../lib/session/own-tables.js';
import { useKeyspace } from '../../support/cassandra.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { migrationText } from '../../support/migration-text.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a migration file', () => {
  const keyspace = useKeyspace('edited');
  const directory = useMigrationsDirectory();
  const service = (report: Report = () => {}) =>
    faultyMigrations({ client: keyspace.client, keyspace: keyspace.name, directory: directory.path, report });
  /** `waiting` resolves once the run waits for the lock. */
  const applyWaiting = () => {
    const events = new EventEmitter();
    const waiting = once(events, 'lock-waiting');
    return { waiting, applied: service(({ kind }) => events.emit(kind)).apply({ lockWait: 60 }) };
  };
  const database = () =>
    new CassandraDatabase({ client: keyspace.client, keyspace: keyspace.name, ddlTimeout: 60_000 });
  const tables = () => tablesOf(keyspace.client, keyspace.name);
  const recorded = async (name: string): Promise<unknown> => {
    const cql = 'SELECT checksum FROM "_coodie_migrations" WHERE migration_name = ?';
    return (await keyspace.client.execute(cql, [name])).rows[0]?.['checksum'];
  };

  beforeAll(async () => ensureOwnTables(await database().openDdl(), [LOCK_TABLE]));

  it.each([
    [1, 'ts'],
    [2, 'mts'],
    [3, 'mjs'],
    [4, 'js'],
    [5, 'cjs'],
    [6, 'cql'],
  ])('that is edited while another runner holds the lock runs as it is recorded: %i .%s', async (number, ending) => {
    const name = `20260101_00${number}_${ending}`;
    const file = `${name}.${ending}`;
    const edited = migrationText(ending, `new_${ending}`);
    directory.write(file, migrationText(ending, `old_${ending}`));
    const holder = new LeaseLock(database(), { process: 'holder', ttl: 30 });
    const run = await holder.hold({ wait: 0, report: () => {} }, async () => {
      const { waiting, applied } = applyWaiting();
      await waiting;
      directory.write(file, edited);
      return { applied };
    });
    await expect(run.applied).resolves.toMatchObject([{ name }]);
    expect(await recorded(name)).toBe(sha256(edited));
    expect(await tables()).toContain(`new_${ending}`);
    expect(await tables()).not.toContain(`old_${ending}`);
  });

  it.each([
    [1, 'ts'],
    [2, 'mjs'],
    [3, 'cjs'],
  ])('that was corrected runs corrected in the same process: %i .%s', async (number, ending) => {
    const name = `20260102_00${number}_${ending}`;
    const runner = service();
    directory.write(`${name}.${ending}`, migrationText(ending, 'no such name'));
    await expect(runner.apply()).rejects.toThrow('no such name');
    directory.write(`${name}.${ending}`, migrationText(ending, `right_${ending}`));
    await expect(runner.apply()).resolves.toMatchObject([{ name }]);
    expect(await tables()).toContain(`right_${ending}`);
  });

  const NO_FILES: readonly (readonly [string, (path: string) => void, string])[] = [
    ['a directory', (path) => mkdirSync(path), 'is a directory, not a file'],
    ['a dead link', (path) => symlinkSync('nowhere', path), 'is not there, or a link to a file that does not exist'],
    ['a loop of links', (path) => symlinkSync(path, path), 'is a link that leads back to itself'],
    ['a named pipe', (path) => execFileSync('mkfifo', [path]), 'is a named pipe, not a file'],
    ['UTF-16', (path) => writeFileSync(path, '\uFEFFCREATE', 'utf16le'), 'is UTF-16, not UTF-8'],
    ['Latin-1', (path) => writeFileSync(path, "INSERT 'é'", 'latin1'), 'is not UTF-8 at 1:9'],
  ];
  it.each(NO_FILES)('that is %s stops the run before the first statement', async (_, make, reason) => {
    const path = join(directory.path, '20260103_002_odd.cql');
    directory.write('20260103_001_before.cql', migrationText('cql', 'before_it'));
    make(path);
    const outcome = service().apply();
    await expect(outcome).rejects.toMatchObject({ code: 'COODIE_MIGRATION_FILES' });
    await expect(outcome).rejects.toThrow(`20260103_002_odd.cql ${reason}`);
    expect(await tables()).not.toContain('before_it');
    rmSync(path, { recursive: true });
  });
});
