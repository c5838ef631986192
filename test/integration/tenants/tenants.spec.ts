import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import {
  Column,
  Entity,
  MigrationService,
  PartitionKey,
  SchemaService,
  TenantsFailedError,
  TenantService,
  type CoodieModuleOptions,
  type EntityClass,
  type TenantStatus,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';
import { isDdl, sentStatements } from '../../support/sent-statements.js';

@Entity({ name: 'orders' })
class Order {
  @PartitionKey('int') id!: number;
  @Column('text') note!: string;
}

@Entity({ name: 'orders' })
class OrderWithRating extends Order {
  @Column('int') rating!: number;
}

const CREATE = '-- upgrade\nCREATE TABLE notes (id int PRIMARY KEY, text text);\n';
const FILL = '-- upgrade\nINSERT INTO notes (id, text) VALUES (1, $$one$$);\n';

describe('tenants', () => {
  const state = useKeyspace('state');
  const migrations = useMigrationsDirectory();
  const names: Record<'acme' | 'globex' | 'initech' | 'old', string> = { acme: '', globex: '', initech: '', old: '' };
  const listed = () => Object.values(names);

  beforeAll(async () => {
    for (const name of ['acme', 'globex', 'initech', 'old'] as const) names[name] = await createKeyspace(name);
  }, 120_000);
  afterAll(async () => {
    for (const name of listed()) await dropKeyspace(name);
  }, 120_000);

  function use<T>(
    work: (tenants: TenantService, app: INestApplicationContext) => Promise<T>,
    options: Partial<CoodieModuleOptions> = {},
    entities: readonly EntityClass[] = [Order],
  ): Promise<T> {
    const all: Partial<CoodieModuleOptions> & { keyspace: string } = {
      keyspace: state.name,
      schema: { onBootstrap: 'off' },
      migrations: { dir: migrations.path },
      tenants: { keyspaces: listed },
      ...options,
    };
    return withApplication(all, entities, (app) => work(app.get(TenantService), app));
  }

  const ownTablesOf = async (keyspace: string) =>
    (await tablesOf(state.client, keyspace)).filter((name) => name.startsWith('_coodie_'));
  const statesOf = (statuses: readonly TenantStatus[]) =>
    statuses.map(({ keyspace, migrations: listedMigrations }) => [keyspace, listedMigrations.map((it) => it.state)]);

  it('keep a lock and a history that they had before', async () => {
    migrations.write('20260101_001_notes.cql', CREATE);
    await withApplication(
      { keyspace: names.old, schema: { onBootstrap: 'off' }, migrations: { dir: migrations.path } },
      [],
      async (app) => expect(await app.get(MigrationService).apply()).toHaveLength(1),
    );
    const outcomes = await use((tenants) => tenants.migrate());
    expect(outcomes.map(({ keyspace, state: how }) => [keyspace, how])).toEqual([
      [names.acme, 'done'],
      [names.globex, 'done'],
      [names.initech, 'done'],
      [names.old, 'unchanged'],
    ]);
    const rows = await state.client.execute('SELECT keyspace_name FROM "_coodie_tenants_migrations"');
    expect(rows.rows.map((row) => String(row['keyspace_name'])).toSorted()).toEqual(
      [names.acme, names.globex, names.initech].toSorted(),
    );
  });

  it('have no table of coodie’s own, and a status each', async () => {
    expect(await ownTablesOf(names.acme)).toEqual([]);
    expect(await ownTablesOf(names.globex)).toEqual([]);
    const statuses = await use((tenants) => tenants.status());
    expect(statesOf(statuses)).toEqual(listed().map((name) => [name, ['applied']]));
  });

  it('are brought in sync, whatever becomes of the others, and running it again does the rest', async () => {
    await state.client.execute(`CREATE TABLE ${names.globex}.orders (id text PRIMARY KEY, note text)`);
    const failure: unknown = await use((tenants) => tenants.sync()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TenantsFailedError);
    expect(failure).toMatchObject({
      failures: [{ keyspace: names.globex, code: 'COODIE_UNSAFE_CHANGES' }],
      succeeded: [names.acme, names.initech, names.old],
      notTried: [],
    });
    await state.client.execute(`DROP TABLE ${names.globex}.orders`);
    const outcomes = await use((tenants) => tenants.sync());
    expect(outcomes.map(({ state: how }) => how)).toEqual(['unchanged', 'done', 'unchanged', 'unchanged']);
    expect(await tablesOf(state.client, names.globex)).toEqual(['notes', 'orders']);
  });

  it('that are unchanged cost seven reads for all of them, and no lock', async () => {
    await use(async (tenants) => {
      const sent = await sentStatements(() => tenants.sync());
      expect(sent.map((cql) => /system_schema\.(\w+)/.exec(cql)?.[1])).toEqual([
        'keyspaces',
        'tables',
        'columns',
        'dropped_columns',
        'indexes',
        'types',
        'views',
      ]);
      const looked = await sentStatements(() => tenants.migrate());
      expect(looked.filter((cql) => !cql.startsWith('SELECT'))).toEqual([]);
    });
  });

  it('are refused to runs that know nothing of tenants, before anything is created', async () => {
    const alone: CoodieModuleOptions['schema'] = { onBootstrap: 'off' };
    await withApplication(
      { keyspace: names.acme, schema: alone, migrations: { dir: migrations.path } },
      [OrderWithRating],
      async (app) => {
        const elsewhere = { code: 'COODIE_TENANT_ELSEWHERE', keyspace: names.acme, stateKeyspace: state.name };
        await expect(app.get(MigrationService).status()).rejects.toMatchObject(elsewhere);
        await expect(app.get(MigrationService).apply()).rejects.toMatchObject(elsewhere);
        expect(await ownTablesOf(names.acme)).toEqual([]);
        await expect(app.get(SchemaService).sync()).rejects.toMatchObject(elsewhere);
      },
    );
    expect(await ownTablesOf(names.acme)).toEqual([]);
  });

  it('are changed under their own lock as well, where an older run left one', async () => {
    await state.client.execute(
      `CREATE TABLE ${names.acme}."_coodie_migrations_lock" (lock_id text PRIMARY KEY, acquired_at timestamp, owner text)`,
    );
    const outcomes = await use((tenants) => tenants.sync({ only: [names.acme] }), {}, [OrderWithRating]);
    expect(outcomes).toEqual([
      { keyspace: names.acme, state: 'done', statements: [`ALTER TABLE ${names.acme}.orders ADD rating int`] },
    ]);
  });

  it('of another state keyspace are refused, and their status does not say that all is pending', async () => {
    const other = { tenants: { keyspaces: [names.globex], stateKeyspace: names.initech } };
    const elsewhere = { code: 'COODIE_TENANT_ELSEWHERE', stateKeyspace: state.name };
    const [status] = await use((tenants) => tenants.status(), other);
    expect(status).toMatchObject({ migrations: [], error: elsewhere });
    await expect(use((tenants) => tenants.migrate(), other)).rejects.toMatchObject({
      cause: { errors: [expect.objectContaining(elsewhere)] },
    });
    await expect(use((tenants) => tenants.sync(), other, [OrderWithRating])).rejects.toMatchObject({
      cause: { errors: [expect.objectContaining(elsewhere)] },
    });
    expect((await tablesOf(state.client, names.globex)).toSorted()).toEqual(['notes', 'orders']);
  });

  it('go on after one that a migration fails for; the next run resumes at its statement', async () => {
    migrations.write('20260101_002_fill.cql', FILL);
    migrations.write(
      '20260101_003_more.cql',
      '-- upgrade\nCREATE TABLE extra (id int PRIMARY KEY);\nCREATE TABLE more (id int PRIMARY KEY);\n',
    );
    await state.client.execute(`CREATE TABLE ${names.globex}.more (id int PRIMARY KEY)`);
    const failure: unknown = await use((tenants) => tenants.migrate()).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      failures: [{ keyspace: names.globex, code: 'COODIE_MIGRATION_FAILED' }],
      succeeded: [names.acme, names.initech, names.old],
    });
    for (const name of listed()) {
      const { rows } = await state.client.execute(`SELECT text FROM ${name}.notes`);
      expect(rows.map((row) => String(row['text']))).toEqual(['one']);
    }
    expect(await tablesOf(state.client, state.name)).not.toContain('notes');
    const statuses = await use((tenants) => tenants.status({ only: [names.globex, names.acme] }));
    expect(statesOf(statuses)).toEqual([
      [names.acme, ['applied', 'applied', 'applied']],
      [names.globex, ['applied', 'applied', 'failed']],
    ]);
    await state.client.execute(`DROP TABLE ${names.globex}.more`);
    const again = await use((tenants) => tenants.migrate());
    expect(again).toMatchObject([
      { state: 'unchanged' },
      {
        state: 'done',
        migrations: [{ name: '20260101_003_more', statements: ['CREATE TABLE more (id int PRIMARY KEY)'] }],
      },
      { state: 'unchanged' },
      { state: 'unchanged' },
    ]);
  });

  it('are what the services of schema and migrations speak of as well', async () => {
    await use(async (_, app) => {
      const ofSchema = app.get(SchemaService).tenants();
      const ofMigrations = app.get(MigrationService).tenants();
      const only = { only: [names.acme] };
      expect(await ofSchema.plan(only)).toMatchObject([{ keyspace: names.acme, changes: [] }]);
      await expect(ofSchema.verify(only)).rejects.toBeInstanceOf(TenantsFailedError);
      expect(await ofSchema.sync({ ...only, dryRun: true })).toMatchObject([{ state: 'unchanged' }]);
      expect(await ofMigrations.apply(only)).toEqual([{ keyspace: names.acme, state: 'unchanged' }]);
      expect(statesOf(await ofMigrations.status(only))).toEqual([[names.acme, ['applied', 'applied', 'applied']]]);
      expect(await ofMigrations.plan(only)).toMatchObject([{ keyspace: names.acme, target: null, migrations: [] }]);
      expect(await ofMigrations.log({ ...only, limit: 2 })).toMatchObject([
        {
          keyspace: names.acme,
          total: 3,
          lines: [{ migration: '20260101_003_more' }, { migration: '20260101_002_fill' }],
        },
      ]);
      await expect(ofMigrations.log({ limit: -1 })).rejects.toMatchObject({ code: 'COODIE_INVALID_TENANTS' });
    });
  });

  it('are rolled back by as much as was agreed on for each, all of them tried', async () => {
    migrations.write(
      '20260101_003_side.cql',
      '-- upgrade\nCREATE TABLE side (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE side;\n',
    );
    await use(async (tenants) => {
      await tenants.migrate();
      await state.client.execute(`DROP TABLE ${names.globex}.side`);
      const dry = await tenants.rollback({ dryRun: true });
      expect(dry).toMatchObject(
        listed().map((keyspace) => ({ keyspace, state: 'done', migrations: [{ name: '20260101_003_side' }] })),
      );
      const expected = Object.fromEntries(
        [names.acme, names.globex, names.initech].map((name) => [name, ['20260101_003_side']]),
      );
      const failure: unknown = await tenants.rollback({ expected }).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        failures: [
          { keyspace: names.globex, code: 'COODIE_MIGRATION_FAILED' },
          { keyspace: names.old, code: 'COODIE_ROLLBACK_OUTDATED' },
        ],
        succeeded: [names.acme, names.initech],
      });
      await state.client.execute(`CREATE TABLE ${names.globex}.side (id int PRIMARY KEY)`);
      const rest = await tenants.rollback({ only: [names.globex, names.old] });
      expect(rest).toMatchObject([{ state: 'done' }, { state: 'done' }]);
      for (const name of listed()) expect(await tablesOf(state.client, name)).not.toContain('side');
    });
    migrations.remove('20260101_003_side.cql');
  });

  it('may be migrated by two runners at once: each statement runs once', async () => {
    migrations.write('20260101_004_again.cql', '-- upgrade\nALTER TABLE notes ADD again int;\n');
    const wait = { lock: { wait: 60 } };
    const run = () => use((tenants) => tenants.migrate(), wait);
    const applied = (await Promise.all([run(), run()])).flat().filter(({ state: how }) => how === 'done');
    expect(applied.map(({ keyspace }) => keyspace).toSorted()).toEqual(listed().toSorted());
  });

  it('may grow while a run is at work: the next run finds the new one, and creates its keyspace', async () => {
    migrations.write('20260101_005_last.cql', '-- upgrade\nALTER TABLE notes ADD last int;\n');
    const fresh = `fresh_${state.name.slice(-12)}`;
    const grown = {
      keyspaces: listed(),
      createKeyspace: { replication: { class: 'SimpleStrategy', replication_factor: 1 } },
    };
    const tenantsOption = { ...grown, keyspaces: () => grown.keyspaces };
    try {
      await use(
        async (tenants) => {
          const running = tenants.migrate();
          await delay(50);
          grown.keyspaces = [...listed(), fresh];
          expect(await running).toHaveLength(4);
          expect(await tenants.migrate()).toMatchObject([{}, {}, {}, {}, { keyspace: fresh, state: 'done' }]);
          expect(await tenants.sync({ only: [fresh] })).toMatchObject([{ keyspace: fresh, state: 'done' }]);
        },
        { tenants: tenantsOption },
      );
      expect(await tablesOf(state.client, fresh)).toEqual(['extra', 'more', 'notes', 'orders']);
    } finally {
      await dropKeyspace(fresh);
    }
  });

  it('are migrated and brought in sync at the start, where that is wished', async () => {
    migrations.write('20260101_006_start.cql', '-- upgrade\nALTER TABLE notes ADD started int;\n');
    const tenants = { keyspaces: [names.globex], onBootstrap: 'apply' } as const;
    const sent = await sentStatements(() => use(async () => {}, { tenants }, [OrderWithRating]));
    expect(sent.filter(isDdl)).toEqual([
      'ALTER TABLE notes ADD started int',
      `ALTER TABLE ${names.globex}.orders ADD rating int`,
    ]);
  });
});
