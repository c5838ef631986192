import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const COPY = `import type { CopyDefinition } from 'nestjs-coodie';

export default class CopyUsers implements CopyDefinition {
  from = 'users';
  to = 'people';
  map = { full_name: 'name' };
}
`;

const UPPER = `import type { BackfillDefinition } from 'nestjs-coodie';

export default {
  table: 'users',
  columns: ['name'],
  row: ({ id, name }) => ({
    cql: 'UPDATE users SET upper = ? WHERE id = ?',
    params: [String(name).toUpperCase(), id],
  }),
} satisfies BackfillDefinition;
`;

const BUSY = pathToFileURL(resolve(__dirname, '../../fixtures/faults/busy.mjs')).href;

const HOSTILE = '\u001B[31mred\nline';
const ROWS = 500;

describe('coodie backfill verify', () => {
  const keyspace = useKeyspace('cli_verified');
  const project = useProject({
    'backfills/copy-users.ts': COPY,
    'backfills/upper.ts': UPPER,
    'migrations/README.md': '',
  });
  const coodie = (...args: readonly string[]) => project.coodie([...args, '--keyspace', keyspace.name, ...hosts()]);
  /** The same, under way, over servers that are overloaded or slow for a time. */
  const startBusy = (environment: NodeJS.ProcessEnv, ...args: readonly string[]) => {
    Object.assign(process.env, { BUSY: '', SLOW: '', ...environment });
    return project.start([...args, '--keyspace', keyspace.name, ...hosts()], BUSY);
  };
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const verification = ({ stdout }: { readonly stdout: string }): unknown =>
    (JSON.parse(stdout) as { readonly verification: unknown }).verification;

  beforeAll(async () => {
    await run('CREATE TABLE users (id text PRIMARY KEY, name text, upper text)');
    await run('CREATE TABLE people (id text PRIMARY KEY, full_name text)');
    const ids = [HOSTILE, ...Array.from({ length: ROWS - 1 }, (_, id) => String(id))];
    await Promise.all(ids.map((id) => run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n ${id}`])));
  });

  it('ends with 0 where the tables of a copy are equal, and with 3 where they are not', async () => {
    expect(await coodie('backfill', 'verify', 'copy-users')).toMatchObject({ code: 3 });
    expect(await coodie('backfill', 'run', 'copy-users', '--restart')).toMatchObject({ code: 0 });
    expect(await coodie('backfill', 'verify', 'copy-users')).toMatchObject({
      code: 0,
      stdout: '✔ copy-users · users: 500 rows · people: 500 rows · the numbers of rows are equal\n',
    });
    await run("UPDATE people SET full_name = 'other' WHERE id = ?", [HOSTILE]);
    expect(await coodie('backfill', 'verify', 'copy-users')).toMatchObject({ code: 0 });
    const different = await coodie('backfill', 'verify', 'copy-users', '--hash');
    expect(different.code).toBe(3);
    expect(different.stdout).toContain('the values differ, in 1 of 64 ranges');
    expect(different.stdout).toContain(String.raw`id = '\x1b[31mred\nline'  has other values`);
    const json = await coodie('backfill', 'verify', 'copy-users', '--hash', '--json');
    expect(json.code).toBe(3);
    expect(verification(json)).toMatchObject({
      outcome: 'different',
      ranges: { total: 64, differing: 1 },
      examples: [{ key: `id = '${HOSTILE}'`, problem: 'has other values' }],
    });
  });

  it('reads again where the servers are overloaded for a time, and counts no row twice', async () => {
    await coodie('backfill', 'run', 'copy-users', '--restart');
    const busy = { BUSY: JSON.stringify({ from: 20, times: 40 }) };
    expect(await startBusy(busy, 'backfill', 'verify', 'copy-users').ended).toMatchObject({
      code: 0,
      stdout: '✔ copy-users · users: 500 rows · people: 500 rows · the numbers of rows are equal\n',
    });
  });

  it('has a line every 10 seconds, and ends on Ctrl-C', async () => {
    const verifying = startBusy({ SLOW: '1500' }, 'backfill', 'verify', 'copy-users');
    await verifying.printed('compared ');
    verifying.kill('SIGINT');
    const { code, stdout } = await verifying.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^ {4}copy-users {2}compared \d+ % {2}\d+ rows · \d+\/s( · ETA [^·]+)?\n$/);
  });

  it('finishes a backfill that no run has done, where everything is equal', async () => {
    const finish = (...more: readonly string[]) => coodie('backfill', 'verify', 'upper', '--finish', ...more);
    const different = await finish();
    expect(different).toMatchObject({ code: 3 });
    expect(different.stdout).toContain('It is not finished by this, which needs equal values everywhere.');
    expect(await coodie('backfill', 'status', 'upper')).toMatchObject({ code: 1 });
    const { rows } = await run('SELECT id, name FROM users');
    for (const { id, name } of rows)
      await run('UPDATE users SET upper = ? WHERE id = ?', [String(name).toUpperCase(), id]);
    const finished = await finish();
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toMatch(/^✔ upper · users: 500 rows · the written cells are equal\nupper is finished\.\n$/);
    expect(verification(await finish('--json'))).toMatchObject({ outcome: 'equal', state: 'finished' });
    expect(await coodie('backfill', 'status', 'upper', '--check')).toMatchObject({ code: 0 });
    const nothing = await coodie('backfill', 'run', 'upper');
    expect(nothing.stdout).toContain('upper is finished · 500 rows');
    expect(await coodie('backfill', 'cancel', 'upper')).toMatchObject({ code: 5 });
  });

  it('compares the cells that `row` writes', async () => {
    expect(await coodie('backfill', 'run', 'upper', '--restart')).toMatchObject({ code: 0 });
    expect(await coodie('backfill', 'verify', 'upper')).toMatchObject({
      code: 0,
      stdout: '✔ upper · users: 500 rows · the written cells are equal\n',
    });
    await run("UPDATE users SET upper = null WHERE id = '7'");
    const json = await coodie('backfill', 'verify', 'upper', '--json');
    expect(json.code).toBe(3);
    expect(verification(json)).toMatchObject({
      compared: 'cells',
      differing: 1,
      examples: [{ key: "id = '7'", problem: 'users.upper differs' }],
    });
  });

  it('exports a copy as a job for Spark, overwrites nothing unasked, and refuses what Spark cannot do', async () => {
    const exported = await coodie('backfill', 'export', 'copy-users', '--spark', 'job', '--json');
    expect(exported).toMatchObject({ code: 0 });
    expect((JSON.parse(exported.stdout) as { readonly export: unknown }).export).toEqual({
      name: 'copy-users',
      table: 'users',
      into: 'people',
      files: ['job/copy_job.py', 'job/pom.xml', 'job/src/main/java/CopyJob.java'],
      notes: [],
    });
    expect(await coodie('backfill', 'export', 'copy-users', '--spark', 'job')).toMatchObject({ code: 0 });
    project.write('job/pom.xml', 'of my own');
    const overwriting = await coodie('backfill', 'export', 'copy-users', '--spark', 'job');
    expect(overwriting.code).not.toBe(0);
    expect(overwriting.stderr).toContain('--yes');
    expect(await coodie('backfill', 'export', 'copy-users', '--spark', 'job', '--yes')).toMatchObject({ code: 0 });
    const refused = await coodie('backfill', 'export', 'upper', '--spark', 'other');
    expect(refused).toMatchObject({ code: 5 });
    expect(refused.stderr).toContain('its row is TypeScript, which does not run in Spark, and it says no sql');
    const used = await coodie('backfill', 'export', 'copy-users');
    expect(used).toMatchObject({ code: 2 });
    expect(used.stderr).toContain('needs --spark <dir>');
  });

  it('knows no backfill that no file and no provider defines', async () => {
    const { code, stderr } = await coodie('backfill', 'verify', 'other');
    expect(code).toBe(1);
    expect(stderr).toContain('The application defines no backfill other.');
  });
});
