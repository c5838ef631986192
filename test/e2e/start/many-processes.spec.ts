import { Client } from 'cassandra-driver';
import { join } from 'node:path';
import { clientOptions, createKeyspace, dropKeyspace } from '../../support/cassandra.js';
import { startInRounds, useFleet } from '../../support/fleet.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { runNode } from '../../support/run-node.js';
import { isDdl } from '../../support/sent-statements.js';

const APP = join(__dirname, '../../fixtures/apps/entities-app.mjs');
const KEYSPACE = `many_${process.pid}`;

interface Started {
  readonly statements: readonly string[];
  readonly applied: number;
}

// Nest's log stands before it.
const startedIn = (stdout: string) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Started;

describe('8 processes started at once on a keyspace that does not exist', () => {
  const directory = useMigrationsDirectory();
  const client = new Client(clientOptions());
  afterAll(async () => {
    await client.shutdown();
    await dropKeyspace(KEYSPACE);
  });

  it('all come up, and each migration and each DDL ran exactly once', async () => {
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const name = `20260101_${String(number).padStart(3, '0')}_table.cql`;
      directory.write(name, `CREATE TABLE made_by_migration_${number} (id int PRIMARY KEY);`);
    }
    const environment = { KEYSPACE, ENTITIES: '20', MIGRATIONS_DIR: directory.path };
    const ended = await Promise.all(Array.from({ length: 8 }, () => runNode([APP], environment)));
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(ended.map(() => ({ code: 0, stderr: '' })));
    const started = ended.map(({ stdout }) => startedIn(stdout));
    expect(started.map(({ applied }) => applied)).toEqual(started.map(() => 10));
    const ddl = started
      .flatMap(({ statements }) => statements.filter(isDdl))
      .filter((cql) => !cql.includes('IF NOT EXISTS'));
    expect(ddl.toSorted()).toEqual([...new Set(ddl)].toSorted());
    expect(ddl).toHaveLength(10 + 20 * 3);
  });

  it('left one table each and one log entry for each migration', async () => {
    const tables = await client.execute(
      `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${KEYSPACE}'`,
    );
    expect(tables.rowLength).toBe(10 + 20 + 4);
    const log = await client.execute(`SELECT * FROM ${KEYSPACE}."_coodie_migrations_log"`);
    expect(log.rowLength).toBe(10);
  });
});

describe('20 processes that start at once on an empty keyspace', () => {
  const fleet = useFleet(20);
  const directory = useMigrationsDirectory();
  const client = new Client(clientOptions());
  beforeAll(() => directory.write('20260101_001_table.cql', 'CREATE TABLE made (id int PRIMARY KEY);'));
  afterAll(() => client.shutdown());

  it.each([
    ['clients of their own', true],
    ['client options', false],
  ])('all come up with %s, and one applies the migration', async (_, own) => {
    const failures = await startInRounds(fleet, { own, client: clientOptions(), withKeyspace: appliedOnce });
    expect(failures).toEqual([]);
  });

  async function appliedOnce(_: number, work: (keyspace: string, dir: string) => Promise<void>): Promise<void> {
    const keyspace = await createKeyspace('many_starts');
    await work(keyspace, directory.path);
    const log = await client.execute(`SELECT event FROM ${keyspace}."_coodie_migrations_log"`);
    expect(log.rows.map((row) => String(row['event']))).toEqual(['applied']);
    await dropKeyspace(keyspace);
  }
});

describe('100 entities with 2 indexes each, started again in a new process', () => {
  const keyspace = `hundred_${process.pid}`;
  afterAll(() => dropKeyspace(keyspace));

  it('sends no DDL and at most 7 statements', async () => {
    const environment = { KEYSPACE: keyspace, ENTITIES: '100', MIGRATIONS_DIR: '' };
    const [first, second] = [await runNode([APP], environment), await runNode([APP], environment)];
    expect(first.stderr + second.stderr).toBe('');
    const { statements } = startedIn(second.stdout);
    expect(startedIn(first.stdout).statements.filter(isDdl)).toHaveLength(302);
    expect(statements.filter(isDdl)).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(7);
  });
});
