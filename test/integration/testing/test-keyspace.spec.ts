import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Client, types } from 'cassandra-driver';
import {
  ClusteringKey,
  Column,
  CoodieModule,
  Entity,
  MaterializedView,
  Migration,
  type MigrationContext,
  MigrationService,
  PartitionKey,
  SchemaService,
} from '../../../lib/index.js';
import { CoodieTesting, TestConnectionError, type TestKeyspace } from '../../../lib/testing/index.js';
import { dropStaleKeyspaces } from '../../../lib/testing/keyspace/keyspace-name.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';

@Entity({ name: 'torches' })
class Torch {
  @PartitionKey('int') id!: number;
  @PartitionKey({ name: 'maker Name' }) maker!: string;
  @ClusteringKey('int') part!: number;
  @Column('text') label?: string;
}

@MaterializedView({
  name: 'torches_by_label',
  of: () => Torch,
  partitionKey: ['label'],
  clusteringKey: ['id', 'maker', 'part'],
})
class TorchByLabel {
  @Column('text') label!: string;
}

@Entity({ name: 'sales' })
class Sale {
  @PartitionKey('int') id!: number;
  @Column('counter') sold!: types.Long;
}

class MakeShelves extends Migration {
  static readonly migrationName = '20260115_001_shelves';

  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('CREATE TABLE shelves (id int PRIMARY KEY)');
    await context.execute('INSERT INTO shelves (id) VALUES (1)');
  }
}

@Injectable()
class Shop {
  constructor(readonly client: Client) {}
}

/** As in production: other addresses, which nobody can reach, and nothing that happens unasked. */
@Module({
  imports: [
    CoodieModule.forRootAsync({
      useFactory: () => ({
        client: {
          contactPoints: ['192.0.2.1'],
          localDataCenter: 'production',
          credentials: { username: 'shop', password: 'secret' },
          encoding: { useBigIntAsLong: true },
          socketOptions: { connectTimeout: 100 },
        },
        keyspace: 'shop',
        createKeyspace: { replication: { class: 'NetworkTopologyStrategy', production: 3 } },
        connect: { attempts: 1 },
        migrations: { classes: [MakeShelves], onBootstrap: 'verify' },
      }),
    }),
    CoodieModule.forFeature([Torch, TorchByLabel, Sale]),
  ],
  providers: [Shop],
})
class AppModule {}

describe('a test keyspace', () => {
  const made: { db?: TestKeyspace; app?: INestApplicationContext } = {};
  const db = () => made.db as TestKeyspace;
  const app = () => made.app as INestApplicationContext;

  beforeAll(async () => {
    made.db = await CoodieTesting.keyspace();
    const module = await db()
      .override(Test.createTestingModule({ imports: [AppModule] }))
      .compile();
    made.app = await module.init();
  });
  afterAll(async () => {
    await made.app?.close();
    await made.db?.drop();
  });

  const count = async (table: string) =>
    Number((await db().client.execute(`SELECT count(*) FROM ${table}`)).first()['count']);
  const insert = 'INSERT INTO torches (id, "maker Name", part, label) VALUES (?, ?, ?, ?)';
  const write = (id: number, options = {}) =>
    app()
      .get(Shop)
      .client.execute(insert, [id, 'Ann', 1, 'big'], { prepare: true, ...options });

  it('stands in for the place of a whole application, and keeps what is not of the place', async () => {
    expect(db().name).toMatch(new RegExp(`^t_${process.env['JEST_WORKER_ID']}_[0-9a-z]{18}$`));
    expect(app().get(Shop).client.keyspace).toBe(db().name);
    expect(app().get(Shop).client).toMatchObject({ options: { encoding: { useBigIntAsLong: true } } });
    expect((await app().get(MigrationService).status()).map(({ state }) => state)).toEqual(['applied']);
    expect(await app().get(SchemaService).plan()).toMatchObject({ changes: [] });
  });

  it('is emptied by partition, and filled again at once', async () => {
    const before = await tablesOf(db().client, db().name);
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([1, 2, 3].map((id) => write(id)));
      expect(await count('torches')).toBe(3);
      await db().empty();
    }
    expect([await count('torches'), await count('shelves')]).toEqual([0, 0]);
    expect(await tablesOf(db().client, db().name)).toEqual(before);
    expect((await app().get(MigrationService).status()).map(({ state }) => state)).toEqual(['applied']);
  });

  it('is emptied of many rows, of counters, and of rows whose time lies ahead', async () => {
    await Promise.all(Array.from({ length: 120 }, (_, id) => write(id)));
    await db().client.execute('UPDATE sales SET sold = sold + 5 WHERE id = 1');
    await db().empty();
    expect([await count('torches'), await count('torches_by_label'), await count('sales')]).toEqual([0, 0, 0]);
    await db().client.execute('UPDATE sales SET sold = sold + 1 WHERE id = 1');
    expect(Number((await db().client.execute('SELECT sold FROM sales')).first()['sold'])).toBe(1);
    await write(7, { timestamp: types.Long.fromNumber((Date.now() + 60_000) * 1000) });
    await db().empty();
    expect([await count('torches'), await count('sales')]).toEqual([0, 0]);
  });

  it('refuses to stand in for a connection that the application does not have', async () => {
    const builder = Test.createTestingModule({ imports: [db().module([Sale])] });
    const error = await db()
      .override(builder, 'audit')
      .compile()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TestConnectionError);
    expect(error).toMatchObject({ code: 'COODIE_TEST_CONNECTION_MISSING', connection: 'audit' });
  });
});

describe('a test keyspace of its own', () => {
  it('has a module with entities, and is gone when it is dropped', async () => {
    const db = await CoodieTesting.keyspace({ client: clientOptions() });
    const module = await Test.createTestingModule({
      imports: [db.module([Sale], { naming: 'as-declared' })],
    }).compile();
    await module.init();
    expect((await tablesOf(db.client, db.name)).filter((name) => !name.startsWith('_coodie_'))).toEqual(['sales']);
    await module.close();
    await db.drop();
    const client = new Client(clientOptions());
    const { rows } = await client.execute('SELECT * FROM system_schema.keyspaces WHERE keyspace_name = ?', [db.name]);
    await client.shutdown();
    expect(rows).toHaveLength(0);
  });
});

describe('keyspaces that killed test runs have left', () => {
  const { client, name } = {
    client: () => keyspace.client,
    name: (age: number, end: string) => `t_1_${(Date.now() - age * 3_600_000).toString(36)}${end}`,
  };
  const keyspace = useKeyspace('stale');

  it('are dropped after a day, and nothing else is', async () => {
    const old = name(25, 'aaaaaaaaaa');
    const others = [name(23, 'aaaaaaaaaa'), name(25, 'aaaa'), `x${name(25, 'aaaaaaaaaa')}`];
    const durable = name(26, 'bbbbbbbbbb');
    const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    for (const each of [old, ...others])
      await client().execute(`CREATE KEYSPACE ${each} WITH replication = ${replication} AND durable_writes = false`);
    await client().execute(`CREATE KEYSPACE ${durable} WITH replication = ${replication}`);
    expect(await dropStaleKeyspaces(clientOptions(), Date.now())).toEqual([old]);
    const { rows } = await client().execute('SELECT keyspace_name FROM system_schema.keyspaces');
    const left = rows.map((row): unknown => row['keyspace_name']);
    expect(left).toEqual(expect.arrayContaining([...others, durable]));
    for (const each of [...others, durable]) await client().execute(`DROP KEYSPACE ${each}`);
  });
});
