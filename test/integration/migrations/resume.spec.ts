import { randomUUID } from 'node:crypto';
import {
  IrreversibleMigrationError,
  MigrationFailedError,
  MigrationService,
  UnclearOutcomeError,
  UnfinishedMigrationsError,
} from '../../../lib/index.js';
import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import { EditedStatementError } from '../../../lib/migrations/errors.js';
import { MigrationDirectory } from '../../../lib/migrations/migration-directory.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import type { Database, DdlSession } from '../../../lib/session/session.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { schemaOf } from '../../support/schema-of.js';

type Fault = (cql: string, send: () => ReturnType<DdlSession['execute']>) => ReturnType<DdlSession['execute']>;

/** The server does the work, but its answer does not come the first time. */
function lostAnswer(pattern: RegExp): Fault {
  let isLost = false;
  return async (cql, send) => {
    const result = await send();
    if (isLost || !pattern.test(cql)) return result;
    isLost = true;
    throw new UnclearOutcomeError(cql, new Error('timed out'));
  };
}

/** The statement never reaches the server, `times` times. */
function lostStatement(pattern: RegExp, times = 1): Fault {
  let left = times;
  return (cql, send) => {
    if (!pattern.test(cql) || left === 0) return send();
    left -= 1;
    return Promise.reject(new UnclearOutcomeError(cql, new Error('timed out')));
  };
}

/** The process dies before, or after, a statement is sent: nothing is written any more, the journal neither. */
const killed =
  (pattern: RegExp, when: 'before' | 'after'): Fault =>
  async (cql, send) => {
    if (!pattern.test(cql)) return send();
    if (when === 'after') await send();
    throw new Killed();
  };

class Killed extends Error {}

describe('a migration that does not come to its end', () => {
  const keyspace = useKeyspace('resume');
  const directory = useMigrationsDirectory();
  const sent: string[] = [];

  function service(fault: Fault = (_, send) => send(), path = directory.path): MigrationService {
    const real = new CassandraDatabase({ client: keyspace.client, keyspace: keyspace.name, ddlTimeout: 60_000 });
    return new MigrationService({
      database: () => Promise.resolve(faulty(real, fault)),
      lock: () => new LeaseLock(real.session, { owner: `test:${randomUUID()}`, ttl: 30 }),
      source: new MigrationDirectory(path, (migration) => Promise.resolve(new migration())),
      report: () => {},
      lockWait: 0,
      outOfOrder: 'error',
      hooks: () => [],
      recorder: { owner: 'test', runBy: 'tester', version: '0' },
    });
  }

  function faulty(real: CassandraDatabase, fault: Fault): Database {
    const process = { isDead: false };
    const alive = <T>(work: () => Promise<T>) => (process.isDead ? Promise.reject(new Killed()) : work());
    const { session } = real;
    return {
      session: {
        keyspace: session.keyspace,
        execute: (...args) => alive(() => session.execute(...args)),
        stream: session.stream.bind(session),
        batch: (...args) => alive(() => session.batch(...args)),
      },
      onOneHost: () => real.onOneHost(),
      inKeyspace: (name) => real.inKeyspace(name),
      openDdl: async () => {
        const ddl = await real.openDdl();
        const execute: DdlSession['execute'] = (cql, params, options) => {
          const isOurs = /_coodie_|system_schema/.test(cql);
          if (!isOurs) sent.push(cql);
          const send = () => ddl.execute(cql, params, options);
          return (isOurs ? alive(send) : fault(cql, send)).catch((error: unknown) => {
            process.isDead ||= error instanceof Killed;
            throw error;
          });
        };
        return {
          keyspace: ddl.keyspace,
          execute,
          stream: ddl.stream.bind(ddl),
          batch: (writes, options) => alive(() => ddl.batch(writes, options)),
          awaitAgreement: ddl.awaitAgreement.bind(ddl),
          close: () => ddl.close(),
        };
      },
    };
  }

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

  it('shows as failed with its statement, and goes on there once that is mended', async () => {
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
    expect((await service().apply())[0]?.statements).toEqual(['ALTER TABLE first ADD a int']);
    expect(sent).toEqual(['ALTER TABLE first ADD a int']);
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
      expect(new Set(sent).size).toBe(9);
      expect(sent).toHaveLength(when === 'after' ? 9 : 18);
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

  it.each([
    ['CREATE TABLE', 'CREATE TABLE lost (id int PRIMARY KEY, a int)', 'DROP TABLE lost'],
    ['ALTER TABLE ADD', 'ALTER TABLE first ADD lost int', 'ALTER TABLE first DROP lost'],
    ['CREATE INDEX', 'CREATE INDEX lost_idx ON first (a)', 'DROP INDEX lost_idx'],
    ['CREATE TYPE', 'CREATE TYPE lost_type (a int)', 'DROP TYPE lost_type'],
    ['ALTER … WITH', "ALTER TABLE first WITH comment = 'lost'", "ALTER TABLE first WITH comment = ''"],
  ])('%s whose answer is lost is done once, whether the server did it or not', async (_, up, down) => {
    const file = '20260104_001_lost.cql';
    directory.write(file, `-- upgrade\n${up};\n-- downgrade\n${down};`);
    for (const fault of [() => lostAnswer(/lost/), () => lostStatement(/lost/, 2)]) {
      await expect(service(fault()).apply()).resolves.toHaveLength(1);
      expect(await schemaOf(keyspace.client, keyspace.name)).toContain('lost');
      await expect(service(fault()).rollback()).resolves.toHaveLength(1);
      expect(await schemaOf(keyspace.client, keyspace.name)).not.toContain('lost');
    }
    directory.remove(file);
  });

  it('stops where the schema cannot tell what became of a statement', async () => {
    directory.write('20260104_002_truncate.cql', '-- allow-destructive\n-- upgrade\nTRUNCATE first;');
    const error: unknown = await service(lostAnswer(/TRUNCATE/))
      .apply()
      .catch((failure: unknown) => failure);
    expect(String(error)).toContain('It is not known whether this took effect: TRUNCATE first');
    await expect(service().apply()).rejects.toThrow('It is not known whether this took effect');
  });
});
