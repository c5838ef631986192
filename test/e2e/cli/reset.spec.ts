import { randomUUID } from 'node:crypto';
import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const EVERYTHING = `-- upgrade
CREATE TYPE street (name text);
CREATE TYPE address (street frozen<street>, zip int);
CREATE TABLE shops (id uuid PRIMARY KEY, city text, home frozen<address>);
CREATE INDEX shops_city_idx ON shops (city);
CREATE MATERIALIZED VIEW shops_by_city AS SELECT * FROM shops
  WHERE city IS NOT NULL AND id IS NOT NULL PRIMARY KEY (city, id);
CREATE TABLE "OddName" (id uuid PRIMARY KEY);
-- downgrade
DROP TABLE "OddName";
`;

const ROUTINES = [
  `CREATE OR REPLACE FUNCTION plus (state int, value int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return state;'`,
  `CREATE OR REPLACE FUNCTION plus (home address) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;'`,
  'CREATE OR REPLACE AGGREGATE total (int) SFUNC plus STYPE int INITCOND 0',
];

interface Refused {
  readonly args: readonly string[];
  readonly isUnnamed?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly code: number;
}

describe('coodie schema reset', () => {
  const keyspace = useKeyspace('cli_reset');
  const project = useProject({ 'migrations/20260101_001_everything.cql': EVERYTHING });
  const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    project.coodie([...args, ...hosts()], { COODIE_KEYSPACE: keyspace.name, NODE_ENV: 'development', ...environment });
  const reset = (args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) =>
    run(['schema', 'reset', ...args], environment);
  const named = () => ['--keyspace', keyspace.name];
  const tables = () => tablesOf(keyspace.client, keyspace.name);
  const typesLeft = async () => {
    const query = 'SELECT type_name FROM system_schema.types WHERE keyspace_name = ?';
    return (await keyspace.client.execute(query, [keyspace.name])).rows.length;
  };

  beforeEach(async () => {
    const { code, stderr } = await run(['migrate', 'apply']);
    if (code !== 0) throw new Error(stderr);
    for (const cql of ROUTINES) await keyspace.client.execute(cql);
  });

  it.each([
    [
      'NODE_ENV is production',
      { args: ['--yes'], environment: { NODE_ENV: 'production' }, code: 5 },
      'for development only',
    ],
    [
      'NODE_ENV is Production ',
      { args: ['--yes'], environment: { NODE_ENV: 'Production ' }, code: 5 },
      'for development only',
    ],
    ['--yes is missing', { args: [], code: 2 }, '--yes is not said'],
    [
      'only the environment names the keyspace',
      { args: ['--yes'], isUnnamed: true, code: 2 },
      'the keyspace is not named',
    ],
    ['another one is named', { args: ['other', '--yes'], code: 2 }, 'The keyspace that is named is other'],
    ['two are named', { args: ['one', 'two', '--yes'], code: 2 }, 'takes one keyspace'],
  ])('drops nothing where %s', async (_, { args, isUnnamed = false, environment, code }: Refused, text) => {
    const before = await tables();
    const ended = await reset([...args, ...(isUnnamed ? [] : named())], environment);
    expect(ended).toMatchObject({ code, stderr: expect.stringContaining(text) });
    expect(await tables()).toEqual(before);
    expect(before).toContain('shops');
  });

  it('drops everything, takes the lock, says what it leaves, and the next apply starts from nothing', async () => {
    const dry = await reset(['--dry-run']);
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('11 objects would be dropped, with all data'),
    });
    const { code, stdout, stderr } = await reset(['--yes', ...named()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      / is empty · 11 objects dropped\n {2}left: _coodie_migrations_lock, which keeps other runs out\n$/,
    );
    expect([await tables(), await typesLeft()]).toEqual([['_coodie_migrations_lock'], 0]);
    expect((await reset(['--yes', ...named()])).stdout).toContain('nothing to drop');
    const { migrations } = JSON.parse((await run(['migrate', 'status', '--json'])).stdout) as { migrations: unknown };
    expect(migrations).toEqual([expect.objectContaining({ state: 'pending' })]);
  });

  it('answers as JSON what it dropped, history first', async () => {
    const { code, stdout } = await reset([keyspace.name, '--yes', '--json']);
    const answer = JSON.parse(stdout) as { readonly statements: readonly string[] };
    expect(code).toBe(0);
    expect(answer).toMatchObject({ keyspace: keyspace.name, dryRun: false, left: ['_coodie_migrations_lock'] });
    const words = answer.statements.map((cql) => cql.replace(`${keyspace.name}.`, ''));
    expect(words.slice(0, 3).toSorted()).toEqual([
      'DROP TABLE "_coodie_migrations"',
      'DROP TABLE "_coodie_migrations_journal"',
      'DROP TABLE "_coodie_migrations_log"',
    ]);
    expect(words.slice(3)).toEqual([
      'DROP MATERIALIZED VIEW shops_by_city',
      'DROP TABLE "OddName"',
      'DROP TABLE shops',
      'DROP AGGREGATE total(int)',
      'DROP FUNCTION plus(address)',
      'DROP FUNCTION plus(int, int)',
      'DROP TYPE address',
      'DROP TYPE street',
    ]);
  });

  it('ends with 4 while another run holds the lock, and drops nothing', async () => {
    const before = await tables();
    const take = `INSERT INTO "_coodie_migrations_lock" (lock_id, owner) VALUES ('coodie_migration_lock', ?) IF NOT EXISTS USING TTL 60`;
    await keyspace.client.execute(take, [`api:1:${randomUUID()}`]);
    const ended = await reset(['--yes', ...named()]);
    await keyspace.client.execute(
      `DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`,
    );
    expect(ended.code).toBe(4);
    expect(await tables()).toEqual(before);
  });

  it('refuses a keyspace of the server', async () => {
    const ended = await reset(['--yes', '--keyspace', 'system_auth']);
    expect(ended).toMatchObject({ code: 5, stderr: expect.stringContaining("a keyspace of the server's own") });
  });

  it('explains itself without a connection', async () => {
    const { code, stdout } = await project.coodie(['schema', 'reset', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('For development only: drop everything in the keyspace');
  });
});
