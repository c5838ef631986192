import type { MigrationService } from '../../../lib/index.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import { ensureOwnTables } from '../../../lib/session/ensure-own-tables.js';
import { LOCK_TABLE, RECORD_TABLES } from '../../../lib/session/own-tables.js';
import { useKeyspace } from '../../support/cassandra.js';
import { isTheirs, killed, lostStatement, type Fault } from '../../support/faulty-driver.js';
import { faultyMigrations } from '../../support/faulty-migrations.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { schemaOf } from '../../support/schema-of.js';
import { itOn } from '../../support/server-version.js';

interface Case {
  readonly before?: readonly string[];
  /** Its name holds `mine`. */
  readonly statement: string;
  /** What somebody else makes under the same name. */
  readonly theirs: string;
  readonly undo: readonly string[];
  /** The first version of Cassandra that has it. */
  readonly since?: string;
}

const BASE = 'CREATE TABLE base (id int PRIMARY KEY, a int, b int, tags map<text, text>)';
const BODY = 'CALLED ON NULL INPUT RETURNS int LANGUAGE java AS';
const VIEW = 'AS SELECT * FROM base WHERE a IS NOT NULL AND id IS NOT NULL PRIMARY KEY';
const KEYSPACE = "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";

const CASES: Readonly<Record<string, Case>> = {
  'a table with another column': {
    statement: 'CREATE TABLE mine (id int PRIMARY KEY, a int)',
    theirs: 'CREATE TABLE mine (id int PRIMARY KEY, b int)',
    undo: ['DROP TABLE mine'],
  },
  'a table with another type': {
    statement: 'CREATE TABLE mine (id int PRIMARY KEY, a int)',
    theirs: 'CREATE TABLE mine (id int PRIMARY KEY, a bigint)',
    undo: ['DROP TABLE mine'],
  },
  'a table with another key': {
    statement: 'CREATE TABLE mine (id int, a int, PRIMARY KEY (id, a))',
    theirs: 'CREATE TABLE mine (id int, a int, PRIMARY KEY ((id, a)))',
    undo: ['DROP TABLE mine'],
  },
  'a table in another order': {
    statement: 'CREATE TABLE mine (id int, a int, PRIMARY KEY (id, a)) WITH CLUSTERING ORDER BY (a DESC)',
    theirs: 'CREATE TABLE mine (id int, a int, PRIMARY KEY (id, a))',
    undo: ['DROP TABLE mine'],
  },
  'a table with a static column': {
    statement: 'CREATE TABLE mine (id int, a int, s int, PRIMARY KEY (id, a))',
    theirs: 'CREATE TABLE mine (id int, a int, s int static, PRIMARY KEY (id, a))',
    undo: ['DROP TABLE mine'],
  },
  'a column of another type': {
    statement: 'ALTER TABLE base ADD mine text',
    theirs: 'ALTER TABLE base ADD mine ascii',
    undo: ['ALTER TABLE base DROP mine'],
  },
  'one of two columns': {
    statement: 'ALTER TABLE base ADD (mine text, also list<int>)',
    theirs: 'ALTER TABLE base ADD mine text',
    undo: ['ALTER TABLE base DROP mine'],
  },
  'a type with other fields': {
    statement: 'CREATE TYPE mine (a int, b text)',
    theirs: 'CREATE TYPE mine (b text, a int)',
    undo: ['DROP TYPE mine'],
  },
  'a field of another type': {
    statement: 'ALTER TYPE address ADD mine int',
    theirs: 'ALTER TYPE address ADD mine text',
    undo: ['DROP TYPE address', 'CREATE TYPE address (street text)'],
  },
  'an index on another column': {
    statement: 'CREATE INDEX mine ON base (a)',
    theirs: 'CREATE INDEX mine ON base (b)',
    undo: ['DROP INDEX mine'],
  },
  'an index of another class': {
    statement: "CREATE CUSTOM INDEX mine ON base (a) USING 'StorageAttachedIndex'",
    theirs: 'CREATE INDEX mine ON base (a)',
    undo: ['DROP INDEX mine'],
    since: '5.0',
  },
  'an index on the keys of a map': {
    statement: 'CREATE INDEX mine ON base (keys(tags))',
    theirs: 'CREATE INDEX mine ON base (values(tags))',
    undo: ['DROP INDEX mine'],
  },
  'a view with another key': {
    statement: `CREATE MATERIALIZED VIEW mine ${VIEW} (a, id)`,
    theirs: `CREATE MATERIALIZED VIEW mine ${VIEW} (id, a)`,
    undo: ['DROP MATERIALIZED VIEW mine'],
  },
  'a function with another body': {
    statement: `CREATE FUNCTION mine (x int) ${BODY} $$ return 1; $$`,
    theirs: `CREATE FUNCTION mine (x int) ${BODY} $$ return 2; $$`,
    undo: ['DROP FUNCTION mine'],
  },
  'an aggregate of another function': {
    before: [
      `CREATE FUNCTION step_a (s int, x int) ${BODY} $$ return 1; $$`,
      `CREATE FUNCTION step_b (s int, x int) ${BODY} $$ return 2; $$`,
    ],
    statement: 'CREATE AGGREGATE mine (int) SFUNC step_a STYPE int INITCOND 0',
    theirs: 'CREATE AGGREGATE mine (int) SFUNC step_b STYPE int INITCOND 0',
    undo: ['DROP AGGREGATE mine', 'DROP FUNCTION step_a', 'DROP FUNCTION step_b'],
  },
  'a keyspace that is replicated in another way': {
    statement: `CREATE KEYSPACE not_mine_ks ${KEYSPACE}`,
    theirs: `CREATE KEYSPACE not_mine_ks ${KEYSPACE} AND durable_writes = false`,
    undo: ['DROP KEYSPACE not_mine_ks'],
  },
};

describe('a thing that somebody else has made under the name that a migration wants', () => {
  const keyspace = useKeyspace('not_ours');
  const directory = useMigrationsDirectory();
  const sent: string[] = [];
  const files = { count: 0, name: '' };

  const service = (fault?: Fault): MigrationService =>
    faultyMigrations({
      client: keyspace.client,
      keyspace: keyspace.name,
      directory: directory.path,
      sent,
      ...(fault ? { fault } : {}),
    });
  const run = async (statements: readonly string[]) => {
    for (const cql of statements) await keyspace.client.execute(cql);
  };
  const state = async () => (await service().status()).find(({ name }) => name === files.name)?.state;

  function write(statement: string): void {
    files.count += 1;
    files.name = `20260101_${String(files.count).padStart(3, '0')}_mine`;
    directory.write(`${files.name}.cql`, `-- allow-destructive\n-- upgrade\n${statement};`);
  }

  /** Leaves nothing to the next test, however this one ended. */
  async function cleanUp(): Promise<void> {
    directory.remove(`${files.name}.cql`);
    const own = ['_coodie_migrations', '_coodie_migrations_journal'].map((table) => `TRUNCATE "${table}"`);
    const undo = Object.values(CASES).flatMap((made) => made.undo);
    for (const cql of [...own, ...new Set(undo), 'DROP TABLE base'])
      await keyspace.client.execute(cql).catch(() => undefined);
    await keyspace.client.execute(BASE);
  }

  beforeAll(() => run([BASE, 'CREATE TYPE address (street text)']));
  beforeAll(async () => {
    const { client, name } = keyspace;
    const ddl = await new CassandraDatabase({ client, keyspace: name, ddlTimeout: 60_000 }).openDdl();
    await ensureOwnTables(ddl, [LOCK_TABLE, ...RECORD_TABLES]);
  });
  beforeEach(() => {
    sent.length = 0;
  });
  afterEach(cleanUp);

  for (const [name, made] of Object.entries(CASES)) {
    itOn({ since: made.since }, `${name}: is not taken for its own after a kill before the statement`, async () => {
      await run([...(made.before ?? []), made.theirs]);
      const before = await schemaOf(keyspace.client, keyspace.name);
      write(made.statement);
      await expect(service(killed(/mine/, 'before')).apply()).rejects.toThrow(Error);
      await expect(service().apply()).rejects.toThrow(Error);
      expect(await state()).not.toBe('applied');
      expect(await schemaOf(keyspace.client, keyspace.name)).toBe(before);
    });
  }

  for (const [name, made] of Object.entries(CASES)) {
    itOn({ since: made.since }, `${name}: is not taken for its own where it came after the note`, async () => {
      await run(made.before ?? []);
      write(made.statement);
      await expect(service(killed(/mine/, 'before')).apply()).rejects.toThrow(Error);
      await run([made.theirs]);
      await expect(service().apply()).rejects.toMatchObject({
        message: expect.stringContaining('It is not known whether this took effect') as string,
        hint: expect.stringContaining('--not-done NAME') as string,
      });
      expect(await state()).toBe('failed');
      expect(sent.filter(isTheirs)).toEqual([]);
      await service().repair({ action: 'not-done', migration: files.name });
      await run(made.undo);
      if (made.before) await run(made.before);
      await expect(service().apply()).resolves.toHaveLength(1);
    });
  }

  for (const [name, made] of Object.entries(CASES)) {
    itOn({ since: made.since }, `${name}: what the migration itself made is known again`, async () => {
      await run(made.before ?? []);
      write(made.statement);
      await expect(service(killed(/mine/, 'after')).apply()).rejects.toThrow(Error);
      await expect(service().apply()).resolves.toHaveLength(1);
      expect(sent.filter(isTheirs)).toEqual([made.statement]);
    });
  }

  it.each([
    ['CREATE TABLE', 'CREATE TABLE mine (id int PRIMARY KEY)'],
    ['ALTER TABLE ADD', 'ALTER TABLE base ADD mine text'],
  ])('of the same shape, %s: its lost answer does not make it its own', async (_, statement) => {
    await run([statement]);
    write(statement);
    await expect(service(lostStatement(/mine/)).apply()).rejects.toThrow('It is not known whether this took effect');
    await expect(service().apply()).rejects.toThrow(/already exist|conflicts with an existing column/);
    expect(await state()).not.toBe('applied');
  });

  it('gone before it is dropped: the server refuses, and that is what counts', async () => {
    write('DROP TABLE mine');
    await expect(service(killed(/mine/, 'before')).apply()).rejects.toThrow(Error);
    await expect(service().apply()).rejects.toThrow("doesn't exist");
    expect(await state()).not.toBe('applied');
  });
});
