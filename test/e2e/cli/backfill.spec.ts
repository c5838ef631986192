import { until } from '../../support/background-backfills.js';
import { useKeyspace } from '../../support/cassandra.js';
import { applicationWith } from './backfill-project.js';
import { hosts, useProject } from './project.js';

const ROWS = 2_000;

const BACKFILL = `import { Backfill, type BackfillDefinition, type Row } from 'nestjs-coodie';

@Backfill('split-names')
export class SplitNames implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  rate = 20;
  pageSize = 50;

  row({ id, name }: Row) {
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}
`;

const START = `import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class Start extends Migration {
  async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE users ADD IF NOT EXISTS first text');
    await context.backfill({ name: 'split-names', background: true });
  }
}
`;

const REQUIRE = `import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class Require extends Migration {
  async upgrade(context: MigrationContext): Promise<void> {
    await context.requireBackfill('split-names');
    await context.execute('CREATE TABLE later (id int PRIMARY KEY)');
  }
}
`;

describe('coodie backfill', () => {
  const keyspace = useKeyspace('cli_backfill');
  const project = useProject({
    'src/app.module.ts': applicationWith('SplitNames', './split-names.js'),
    'src/split-names.ts': BACKFILL,
    'migrations/20260101_001_start.ts': START,
    'migrations/20260101_002_require.ts': REQUIRE,
  });
  const environment = () => ({
    HOSTS: process.env['CASSANDRA_CONTACT_POINTS'],
    DATA_CENTER: process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1',
    KEYSPACE: keyspace.name,
  });
  const inApp = (...args: readonly string[]) => project.coodie([...args, '--app', 'src/app.module.ts'], environment());
  /** Knows the keyspace and no application. */
  const outside = (...args: readonly string[]) => project.coodie([...args, '--keyspace', keyspace.name, ...hosts()]);
  const backfillOf = ({ stdout }: { readonly stdout: string }): unknown =>
    (JSON.parse(stdout) as { readonly backfill: unknown }).backfill;
  const statusOf = async () => backfillOf(await outside('backfill', 'status', 'split-names', '--json'));
  const written = async () => {
    const { rows } = await keyspace.client.execute('SELECT id, first FROM users', [], { fetchSize: 5_000 });
    return rows.filter(({ id, first }) => first === `n${id}`).length;
  };
  /** A run as a process of its own; its application is named by the environment of this process. */
  const start = (...args: readonly string[]) => {
    Object.assign(process.env, environment());
    return project.start(['backfill', 'run', 'split-names', ...args, '--app', 'src/app.module.ts']);
  };
  const atWork = () =>
    until(async () => {
      const status = (await statusOf()) as { readonly workers: number; readonly rows: number };
      return status.workers === 1 && status.rows > 0;
    });
  /** The number of written rows, once it does not grow for two seconds: one that runs writes 20 rows in each. */
  const settled = async () => {
    let [last, looks] = [-1, 0];
    await until(async () => {
      const now = await written();
      looks = now === last ? looks + 1 : 0;
      last = now;
      return looks === 20;
    });
    return last;
  };

  beforeAll(async () => {
    await keyspace.client.execute('CREATE TABLE users (id int PRIMARY KEY, name text)');
    for (let id = 0; id < ROWS; id += 1)
      await keyspace.client.execute('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id} x`], { prepare: true });
  });

  it('has nothing to list before one was started', async () => {
    expect(await outside('backfill', 'list')).toMatchObject({ code: 0, stdout: `${keyspace.name} · 0 backfills\n` });
    const unknown = await outside('backfill', 'status', 'split-names');
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.stderr).toContain('No backfill split-names was started.');
    expect((await inApp('backfill', 'run', 'split-names')).stderr).toContain('No backfill split-names was started.');
    expect((await inApp('backfill', 'run', 'split')).stderr).toContain('There are: split-names');
  });

  it('is tried in a dry run', async () => {
    const { code, stdout } = await inApp('migrate', 'apply', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('BACKFILL "split-names" IN BACKGROUND;');
    expect(stdout).toContain('-- tried on 10 rows: 10 to be written, 0 to be skipped');
    expect(stdout).toContain('-- 10 × UPDATE users SET first = ? WHERE id = ?');
    expect(await outside('backfill', 'list')).toMatchObject({ stdout: `${keyspace.name} · 0 backfills\n` });
  });

  it('shows one that a migration has started, and that another one waits for', async () => {
    const applied = await inApp('migrate', 'apply', '--yes');
    expect(applied).toMatchObject({ code: 5 });
    expect(applied.stderr).toContain('Backfill split-names is not finished: running, 0 %.');
    const status = await inApp('migrate', 'status');
    expect(status.stdout).toContain('Backfill split-names is running, 0 %.');
    expect(status.stdout).toMatch(/20260101_002_require +pending/);
    expect(await outside('backfill', 'status', 'split-names')).toMatchObject({ code: 0 });
    expect(await outside('backfill', 'status', '--check')).toMatchObject({ code: 3 });
    expect(await outside('backfill', 'status', 'split-names', '--check')).toMatchObject({ code: 3 });
    expect(await statusOf()).toMatchObject({ state: 'running', share: 0, workers: 0, migration: '20260101_001_start' });
    expect((await outside('backfill', 'status', 'split-names')).stdout).toContain('coodie backfill run split-names');
  });

  it('keeps a second run out, and is paused and resumed from elsewhere', async () => {
    const first = start();
    await atWork();
    const second = await inApp('backfill', 'run', 'split-names');
    expect(second).toMatchObject({ code: 4 });
    expect(second.stderr).toContain('the lock of backfill split-names');
    expect(await outside('backfill', 'pause', 'split-names', '--reason', 'a test')).toMatchObject({ code: 0 });
    const before = await settled();
    expect(before).toBeLessThan(ROWS);
    expect(await statusOf()).toMatchObject({ state: 'paused', reason: 'a test' });
    expect(await outside('backfill', 'resume', 'split-names', '--rate', '50')).toMatchObject({ code: 0 });
    await until(async () => (await written()) > before);
    first.kill('SIGKILL');
    await first.ended;
  });

  it('goes on in another process after one was killed, and writes every row', async () => {
    const { rows: before } = (await statusOf()) as { readonly rows: number };
    expect(before).toBeGreaterThan(0);
    expect(await outside('backfill', 'resume', 'split-names', '--rate', '0', '--json')).toMatchObject({ code: 0 });
    const finished = await inApp('backfill', 'run', 'split-names', '--lock-wait', '60', '--json');
    expect(finished).toMatchObject({ code: 0 });
    expect(backfillOf(finished)).toMatchObject({ state: 'finished', share: 1, dead: 0, rate: null });
    expect(await written()).toBe(ROWS);
    expect(await outside('backfill', 'status', '--check')).toMatchObject({ code: 0 });
    expect(await inApp('backfill', 'run', 'split-names')).toMatchObject({ code: 0 });
    expect(await inApp('migrate', 'apply', '--yes')).toMatchObject({ code: 0 });
  });

  it('ends on SIGTERM within 10 s, and leaves no lock behind', async () => {
    expect(await outside('backfill', 'cancel', 'split-names')).toMatchObject({ code: 5 });
    const restarted = start('--restart');
    await until(async () => ((await statusOf()) as { readonly state: string }).state === 'running');
    expect(await outside('backfill', 'resume', 'split-names', '--rate', '40')).toMatchObject({ code: 0 });
    await atWork();
    const killedAt = performance.now();
    restarted.kill('SIGTERM');
    expect(await restarted.ended).toMatchObject({ code: 143 });
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    expect(await statusOf()).toMatchObject({ state: 'running' });
    await outside('backfill', 'resume', 'split-names', '--rate', '0');
    expect(await inApp('backfill', 'run', 'split-names')).toMatchObject({ code: 0 });
  });

  it.each([
    [['backfill', 'resume', 'split-names', '--rate', 'fast'], '--rate must be'],
    [['backfill', 'resume', 'split-names', '--concurrency', '0'], '--concurrency must be'],
    [['backfill', 'pause'], 'missing required argument'],
    [['backfill', 'pause', 'one', 'two'], 'takes the name of one backfill'],
    [['backfill', 'stop', 'one'], 'no such command'],
  ])('is used wrongly: %j', async (args, message) => {
    const { code, stderr } = await outside(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
