import { Client, concurrent, types } from 'cassandra-driver';
import { clientOptions, dropKeyspace } from '../../support/cassandra.js';
import { runCommand } from './sample-app.js';

const KEYSPACE = `sample_migrations_${process.pid}`;
const PAGE = 5_000;
const USERS = PAGE + 1_000;

// The parts are told apart by their number, so that a name that went to another user would be seen.
const NAMES: readonly ((user: number) => readonly [first: string, last: string])[] = [
  (user) => [`Ada${user}`, `Lovelace${user}`],
  (user) => [`Ada${user} King`, `Lovelace${user}`],
  (user) => [`Björk${user}`, ''],
  (user) => [`周${user}`, `杰伦${user}`],
];
const partsOf = (user: number) => NAMES[user % NAMES.length]?.(user) ?? ['', ''];
const nameOf = (user: number) => partsOf(user).filter(Boolean).join(' ');

interface Status {
  readonly migrations: readonly { readonly name: string; readonly state: string }[];
}

describe("the sample application's migrations, from its own command line", () => {
  const client = new Client(clientOptions());
  const coodie = (...words: readonly string[]) => runCommand(KEYSPACE, 'migrate', ...words);
  const states = async () => {
    const { stdout } = await coodie('status', '--json');
    return (JSON.parse(stdout) as Status).migrations.map(({ state }) => state);
  };
  const users = async () => {
    const { rows } = await client.execute(`SELECT * FROM ${KEYSPACE}.users`, [], { fetchSize: USERS * 2 });
    return new Map(rows.map((row) => [String(row['email']), row]));
  };
  const seed = async () => {
    const cql = `INSERT INTO ${KEYSPACE}.users (id, email, name) VALUES (?, ?, ?)`;
    const rows = Array.from({ length: USERS }, (_, user) => [types.Uuid.random(), `u${user}@x.org`, nameOf(user)]);
    await concurrent.executeConcurrent(client, cql, rows, { concurrencyLevel: 64 });
  };

  afterAll(async () => {
    await client.shutdown();
    await dropKeyspace(KEYSPACE);
  });

  it('applies up to a target', async () => {
    expect(await coodie('apply', '--target', '20260105')).toMatchObject({ code: 0 });
    expect(await states()).toEqual(['applied', ...Array.from({ length: 4 }, () => 'pending')]);
    expect(await coodie('status', '--check')).toMatchObject({ code: 3 });
  });

  it('shows in a dry run what would run, with the service that one asks for, and writes nothing', async () => {
    const { code, stdout } = await coodie('apply', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('ALTER TABLE products ADD IF NOT EXISTS slug text');
    expect(stdout).toContain('ALTER TABLE users DROP IF EXISTS name');
    expect(await states()).toEqual(['applied', ...Array.from({ length: 4 }, () => 'pending')]);
  });

  it('makes the slugs of old products with a service of the application', async () => {
    const insert = `INSERT INTO ${KEYSPACE}.products (id, name) VALUES (uuid(), 'Ångström Scale (2nd)')`;
    await client.execute(insert);
    expect(await coodie('apply', '--target', '20260203')).toMatchObject({ code: 0 });
    const { rows } = await client.execute(`SELECT slug FROM ${KEYSPACE}.products`);
    expect(rows.map((row) => String(row['slug']))).toEqual(['angstrom-scale-2nd']);
  });

  it('splits the name of every user, over more than one page of rows', async () => {
    await seed();
    expect(await coodie('apply', '--target', '20260220')).toMatchObject({ code: 0 });
    const split = await users();
    expect(split.size).toBe(USERS);
    const wrong = Array.from({ length: USERS }, (_, user) => user).filter((user) => {
      const row = split.get(`u${user}@x.org`);
      const [first, last] = partsOf(user);
      return row?.['first_name'] !== first || row?.['last_name'] !== last || row?.['name'] !== nameOf(user);
    });
    expect(wrong).toEqual([]);
  });

  it('gives a user who came later a name when it is rolled back', async () => {
    const insert = `INSERT INTO ${KEYSPACE}.users (id, email, first_name, last_name) VALUES (uuid(), ?, ?, ?)`;
    await client.execute(insert, ['late@x.org', 'Grace', 'Hopper'], { prepare: true });
    expect(await coodie('rollback', '--steps', '1')).toMatchObject({ code: 0 });
    const back = await users();
    expect(back.get('late@x.org')?.['name']).toBe('Grace Hopper');
    expect(back.get('u1@x.org')?.keys()).toEqual(['id', 'email', 'name']);
    expect(await states()).toEqual(['applied', 'applied', 'pending', 'pending', 'pending']);
  });

  it('applies the rest, and then has no way back', async () => {
    expect(await coodie('apply')).toMatchObject({ code: 0 });
    const all = await users();
    expect(all.get('late@x.org')?.keys()).toEqual(['id', 'email', 'first_name', 'last_name']);
    expect([...all.values()].filter((row) => typeof row['first_name'] !== 'string')).toEqual([]);
    const refused = await coodie('rollback', '--steps', '3');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be rolled back/) as unknown });
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'applied'));
    expect(await coodie('status', '--check')).toMatchObject({ code: 0 });
  });

  it('agrees with the entities: nothing is to be generated', async () => {
    expect(await coodie('generate', '--check')).toMatchObject({
      code: 0,
      stdout: `${KEYSPACE} · from 5 migrations · nothing to generate\n`,
    });
    expect(await runCommand(KEYSPACE, 'schema', 'check')).toMatchObject({ code: 0 });
  });

  it('meets a database that sync made first just as well', async () => {
    const keyspace = `${KEYSPACE}_synced`;
    try {
      expect(await runCommand(keyspace, 'schema', 'sync')).toMatchObject({ code: 0 });
      expect(await runCommand(keyspace, 'migrate', 'apply')).toMatchObject({ code: 0 });
      expect(await runCommand(keyspace, 'schema', 'check')).toMatchObject({ code: 0 });
    } finally {
      await dropKeyspace(keyspace);
    }
  });
});
