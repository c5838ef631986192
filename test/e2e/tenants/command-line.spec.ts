import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { CREATE_REVIEWS, PRODUCT } from '../cli/files.js';
import { hosts, useProject } from '../cli/project.js';

const APP = `import { Module } from '@nestjs/common';
import { CoodieModule } from 'nestjs-coodie';
import { Product } from './product.entity.js';

@Module({
  imports: [
    CoodieModule.forRoot({
      client: { contactPoints: process.env['HOSTS']!.split(','), localDataCenter: process.env['DATA_CENTER']! },
      keyspace: process.env['STATE']!,
      tenants: process.env['TENANTS'] ? {
        keyspaces: () => process.env['TENANTS']!.split(','),
        createKeyspace: { replication: { class: 'SimpleStrategy', replication_factor: 1 } },
      } : undefined,
    }),
    CoodieModule.forFeature([Product]),
  ],
})
export class AppModule {}
`;

describe('tenants on the command line', () => {
  const state = useKeyspace('tenants_cli');
  const project = useProject({
    'src/product.entity.ts': PRODUCT,
    'src/app.module.ts': APP,
    'migrations/20260101_001_reviews.cql': CREATE_REVIEWS,
  });
  const names = { good: '', broken: '', fresh: '' };

  beforeAll(async () => {
    for (const name of ['good', 'broken', 'fresh'] as const) names[name] = await createKeyspace(name);
    await dropKeyspace(names.fresh);
    await state.client.execute(`CREATE TABLE ${names.broken}.reviews (other int PRIMARY KEY)`);
    await state.client.execute(`CREATE TABLE ${names.broken}.products (id int PRIMARY KEY, brand text)`);
  }, 120_000);
  afterAll(async () => {
    for (const name of Object.values(names)) await dropKeyspace(name);
  }, 120_000);

  const environment = () => ({
    HOSTS: hosts()[1],
    DATA_CENTER: process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1',
    STATE: state.name,
    TENANTS: Object.values(names).join(','),
  });
  const coodie = (...args: readonly string[]) => project.coodie([...args, '--app', 'src/app.module.ts'], environment());

  async function json(...args: readonly string[]) {
    const { code, stdout, stderr } = await coodie(...args, '--json');
    const { tenants }: { tenants: readonly Record<string, unknown>[] } = JSON.parse(stdout);
    return { code, tenants, stderr };
  }

  const keyspaces = async () => {
    const { rows } = await state.client.execute('SELECT keyspace_name FROM system_schema.keyspaces');
    return rows.map((row) => String(row['keyspace_name']));
  };

  it.each([
    [['migrate', 'apply', '--tenants', '--tenant', 'a'], '--tenants and --tenant exclude each other'],
    [['migrate', 'apply', '--tenants', '--plan', 'p'], '--plan is about one keyspace'],
    [['migrate', 'plan', '--tenants', '--out', 'p'], '--out is about one keyspace'],
    [['schema', 'diff', '--tenants', '--keyspace', 'k'], '--keyspace is about one keyspace'],
    [['migrate', 'unlock', '--tenants'], '--tenants has no meaning here'],
  ])('%j is wrong use', async (args, message) => {
    const { code, stdout, stderr } = await coodie(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('need an application that has them', async () => {
    const alone = await project.coodie(['migrate', 'apply', '--tenants', '--keyspace', state.name]);
    expect(alone.code).toBe(2);
    const without = { ...environment(), TENANTS: undefined };
    const { code, stderr } = await project.coodie(['migrate', 'apply', '--tenants'], without);
    expect(code).toBe(2);
    expect(stderr).toContain('The application has no tenants');
    expect(stderr).toContain('tenants.keyspaces');
  });

  it('that are none are named, with what was meant, before anything runs', async () => {
    const { code, stdout, stderr } = await coodie('migrate', 'apply', '--tenant', `${names.good},${names.fresh}x`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`"${names.fresh}x" is none of the 3 tenants; did you mean ${names.fresh}?`);
    expect(await tablesOf(state.client, names.good)).toEqual([]);
  });

  it('have a status each, and are out of date together', async () => {
    const { code, tenants, stderr } = await json('migrate', 'status', '--tenants', '--check');
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(tenants).toMatchObject(
      Object.values(names).map((keyspace) => ({ keyspace, migrations: [{ state: 'pending' }], problems: [] })),
    );
    const text = await coodie('migrate', 'status', '--tenants');
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 0, stderr: '' });
    expect(text.stdout).toContain(`• ${names.good}`);
    expect(text.stdout).toContain('1 pending  20260101_001_reviews');
  });

  it('are shown what would run, and nothing is sent', async () => {
    const { code, tenants } = await json('migrate', 'apply', '--tenants', '--dry-run');
    expect(code).toBe(0);
    expect(tenants).toMatchObject(
      Object.values(names).map((keyspace) => ({
        state: 'done',
        keyspace,
        direction: 'upgrade',
        dryRun: true,
        migrations: [{ name: '20260101_001_reviews', statements: [expect.stringContaining('CREATE TABLE reviews')] }],
      })),
    );
    expect(await keyspaces()).not.toContain(names.fresh);
    expect(await tablesOf(state.client, state.name)).toEqual([]);
    expect((await coodie('schema', 'sync', '--tenant', names.fresh, '--dry-run')).stdout).toContain('would run');
    expect(await keyspaces()).not.toContain(names.fresh);
  });

  it('are all migrated, whatever becomes of one', async () => {
    const { code, tenants, stderr } = await json('migrate', 'apply', '--tenants');
    expect(code).toBe(1);
    expect(tenants).toMatchObject([
      {
        keyspace: names.good,
        state: 'done',
        direction: 'upgrade',
        dryRun: false,
        migrations: [{ name: '20260101_001_reviews' }],
      },
      { keyspace: names.broken, state: 'failed', error: { code: 'COODIE_MIGRATION_FAILED' } },
      { keyspace: names.fresh, state: 'done', migrations: [{ name: '20260101_001_reviews' }] },
    ]);
    expect(stderr).toContain('Of 3 tenants: 2 done, 1 failed');
    expect(stderr).toContain(`${names.broken}: COODIE_MIGRATION_FAILED`);
    expect(await tablesOf(state.client, names.fresh)).toEqual(['reviews']);
  });

  it('that failed are tried again, the others are left alone; the table goes to standard output, errors elsewhere', async () => {
    const { code, stdout, stderr } = await coodie('migrate', '--tenants');
    expect(code).toBe(1);
    expect(stdout).toContain('3 tenants · 2 unchanged, 1 failed');
    expect(stdout).toContain(`✖ ${names.broken}  failed  COODIE_MIGRATION_FAILED`);
    expect(stderr).toContain('Of 3 tenants: 2 unchanged, 1 failed');
    const status = await json('migrate', 'status', '--tenants', '--check');
    expect(status.code).toBe(3);
    expect(status.tenants.map(({ migrations }) => migrations)).toMatchObject([
      [{ state: 'applied' }],
      [{ state: 'pending' }],
      [{ state: 'applied' }],
    ]);
    expect((await coodie('migrate', 'status', '--check', '--tenant', `${names.good},${names.fresh}`)).code).toBe(0);
  });

  it('have a plan and a log each, and one that fails does not keep the others from theirs', async () => {
    const plan = await json('migrate', 'plan', '--tenants');
    expect(plan.code).toBe(0);
    expect(plan.tenants).toMatchObject([
      { version: 1, keyspace: names.good, migrations: [] },
      {
        version: 1,
        keyspace: names.broken,
        migrations: [{ name: '20260101_001_reviews', statements: [{ risk: 'safe' }] }],
      },
      { version: 1, keyspace: names.fresh, migrations: [] },
    ]);
    const text = await coodie('migrate', 'plan', '--tenants');
    expect(text.stdout).toContain('3 tenants · 2 unchanged, 1 done');
    expect(text.stdout).toContain('CREATE TABLE reviews');
    const log = await json('migrate', 'log', '--tenants', '--limit', '1');
    expect(log.code).toBe(0);
    expect(log.tenants).toMatchObject([
      { keyspace: names.good, total: 1, events: [{ event: 'applied' }] },
      { keyspace: names.broken, events: [{ event: 'failed' }] },
      { keyspace: names.fresh, total: 1, events: [{ event: 'applied' }] },
    ]);
    await state.client.execute(`CREATE TABLE ${names.good}."_coodie_migrations" (migration_name text PRIMARY KEY)`);
    for (const command of ['plan', 'log']) {
      const { code, tenants, stderr } = await json('migrate', command, '--tenant', `${names.good},${names.fresh}`);
      expect(code).toBe(1);
      expect(tenants).toMatchObject([
        { keyspace: names.good, state: 'failed', error: { code: 'COODIE_TENANT_HISTORY_TWICE' } },
        { keyspace: names.fresh },
      ]);
      expect(stderr).toContain('Of 2 tenants');
    }
    await state.client.execute(`DROP TABLE ${names.good}."_coodie_migrations"`);
  });

  it('are rolled back, whatever becomes of one, and again with nothing to do', async () => {
    await state.client.execute(`DROP TABLE ${names.good}.reviews`);
    const dry = await json('migrate', 'rollback', '--tenants', '--dry-run');
    expect(dry.tenants).toMatchObject([
      { keyspace: names.good, state: 'done', direction: 'downgrade', dryRun: true },
      { keyspace: names.broken },
      { keyspace: names.fresh, state: 'done', migrations: [{ statements: [expect.stringContaining('DROP TABLE')] }] },
    ]);
    expect(await tablesOf(state.client, names.fresh)).toContain('reviews');
    const { code, tenants, stderr } = await json('migrate', 'rollback', '--tenant', `${names.good},${names.fresh}`);
    expect(code).toBe(1);
    expect(tenants).toMatchObject([
      { keyspace: names.good, state: 'failed', error: { code: 'COODIE_MIGRATION_FAILED' } },
      { keyspace: names.fresh, state: 'done', migrations: [{ name: '20260101_001_reviews' }] },
    ]);
    expect(stderr).toContain('Of 2 tenants: 1 done, 1 failed');
    expect(await tablesOf(state.client, names.fresh)).not.toContain('reviews');
    const again = await coodie('migrate', '--rollback', '--tenant', names.fresh);
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    expect(again.stdout).toContain('1 tenant · 1 unchanged');
    await state.client.execute(`CREATE TABLE ${names.good}.reviews (id int PRIMARY KEY)`);
    expect((await coodie('migrate', 'rollback', '--tenant', names.good)).code).toBe(0);
    expect((await coodie('migrate', 'apply', '--tenant', `${names.good},${names.fresh}`)).code).toBe(0);
  });

  it('are compared, synced and checked, some or all of them', async () => {
    expect((await json('schema', 'check', '--tenants')).code).toBe(3);
    const diff = await json('schema', 'diff', '--tenants');
    expect(diff.code).toBe(0);
    expect(diff.tenants.map(({ keyspace }) => keyspace)).toEqual(Object.values(names));
    expect(diff.tenants[0]).toMatchObject({
      statements: [expect.any(String), expect.any(String)],
      drift: [expect.any(Object)],
    });
    const sync = await json('schema', 'sync', '--tenants');
    expect(sync.code).toBe(5);
    expect(sync.tenants).toMatchObject([
      { keyspace: names.good, state: 'done', dryRun: false, statements: [expect.any(String), expect.any(String)] },
      { keyspace: names.broken, state: 'failed', error: { code: 'COODIE_UNSAFE_CHANGES' } },
      { keyspace: names.fresh, state: 'done' },
    ]);
    expect(await tablesOf(state.client, names.good)).toEqual(['products', 'reviews']);
    const again = await coodie('schema', 'sync', '--tenant', names.good);
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    expect(again.stdout).toContain('1 tenant · 1 unchanged');
    await state.client.execute(`DROP TABLE ${names.good}.reviews`);
    expect((await coodie('schema', 'check', '--tenant', names.good)).code).toBe(0);
  });
});
