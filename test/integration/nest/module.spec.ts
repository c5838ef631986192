import { Global, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Client } from 'cassandra-driver';
import {
  Column,
  ConnectionFailedError,
  ConnectionNamesError,
  CoodieModule,
  Entity,
  getClientToken,
  getMigrationServiceToken,
  getSchemaServiceToken,
  InjectClient,
  InvalidEntitiesError,
  InvalidOptionsError,
  KeyspaceMissingError,
  MigrationService,
  PartitionKey,
  SchemaService,
  type CoodieModuleOptions,
  type CoodieOptionsFactory,
} from '../../../lib/index.js';
import { withApplication, withModules } from '../../support/application.js';
import { clientOptions, createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';

@Entity({ name: 'things' })
class Thing {
  @PartitionKey('text') name!: string;
}

@Entity({ name: 'others' })
class Other {
  @PartitionKey('text') name!: string;
}

describe('CoodieModule', () => {
  const keyspace = useKeyspace('module');
  const options = (): CoodieModuleOptions => ({ client: clientOptions(), keyspace: keyspace.name });

  it('takes its options from a factory, a class and an existing provider', async () => {
    @Injectable()
    class Options implements CoodieOptionsFactory {
      createCoodieOptions(): CoodieModuleOptions {
        return options();
      }
    }
    @Module({ providers: [Options], exports: [Options] })
    class OptionsModule {}
    const ways = [
      CoodieModule.forRootAsync({
        inject: ['settings'],
        extraProviders: [{ provide: 'settings', useFactory: options }],
        useFactory: (given: CoodieModuleOptions) => given,
      }),
      CoodieModule.forRootAsync({ useClass: Options }),
      CoodieModule.forRootAsync({ imports: [OptionsModule], useExisting: Options }),
    ];
    for (const way of ways) {
      await withModules({ imports: [way, CoodieModule.forFeature([Thing])] }, async (app) => {
        expect(app.get(Client).keyspace).toBe(keyspace.name);
        expect((await app.get(SchemaService).plan()).changes).toEqual([]);
      });
    }
  });

  it('keeps several connections apart', async () => {
    const second = await createKeyspace('module');
    try {
      const imports = [
        CoodieModule.forRoot(options()),
        CoodieModule.forRootAsync({ name: 'second', useFactory: () => ({ ...options(), keyspace: second }) }),
        CoodieModule.forFeature([Thing]),
        CoodieModule.forFeature([Other], 'second'),
      ];
      @Injectable()
      class Consumer {
        constructor(
          readonly client: Client,
          @InjectClient('second') readonly other: Client,
        ) {}
      }
      await withModules({ imports, providers: [Consumer] }, async (app) => {
        expect(await tablesOf(keyspace.client, second)).toEqual(['_coodie_migrations_lock', 'others']);
        expect(app.get(Consumer).client.keyspace).toBe(keyspace.name);
        expect(app.get(Consumer).other.keyspace).toBe(second);
        expect(app.get(getClientToken('second'))).toBe(app.get(Consumer).other);
        expect(app.get(getSchemaServiceToken('second'))).toBeInstanceOf(SchemaService);
        expect(app.get(getMigrationServiceToken('second'))).not.toBe(app.get(MigrationService));
      });
    } finally {
      await dropKeyspace(second);
    }
  });

  it('has synced before code that waits for it in onModuleInit goes on', async () => {
    const early = await createKeyspace('module');
    @Injectable()
    class Seeder implements OnModuleInit {
      rows = -1;
      constructor(
        @Inject(SchemaService) private readonly schema: SchemaService,
        private readonly client: Client,
      ) {}
      async onModuleInit() {
        await this.schema.whenReady();
        this.rows = (await this.client.execute('SELECT * FROM things')).rowLength;
      }
    }
    try {
      const root = CoodieModule.forRoot({ client: clientOptions(), keyspace: early });
      await withModules({ imports: [root, CoodieModule.forFeature([Thing])], providers: [Seeder] }, async (app) => {
        expect(app.get(Seeder).rows).toBe(0);
      });
    } finally {
      await dropKeyspace(early);
    }
  });

  it('has synced before any onModuleInit with schema.when: module-init, in whatever order modules are imported', async () => {
    const early = await createKeyspace('module');
    const seen: string[] = [];
    @Injectable()
    class Reader implements OnModuleInit {
      constructor(@InjectClient('early') private readonly client: Client) {}
      async onModuleInit() {
        const { rowLength } = await this.client.execute('SELECT * FROM things');
        seen.push(`${rowLength} rows`);
      }
    }
    const root = CoodieModule.forRootAsync({
      name: 'early',
      isGlobal: false,
      useFactory: () => ({ client: clientOptions(), keyspace: early, schema: { when: 'module-init' } }),
    });
    @Module({ imports: [root], exports: [root] })
    class DatabaseModule {}
    @Global()
    @Module({ imports: [DatabaseModule], providers: [Reader] })
    class GlobalModule {}
    @Module({ imports: [GlobalModule, DatabaseModule, CoodieModule.forFeature([Thing], 'early')], providers: [Reader] })
    class FeatureModule {}
    try {
      const imports = [GlobalModule, FeatureModule, CoodieModule.forRoot(options())];
      await withModules({ imports }, async () => expect(seen).toEqual(['0 rows', '0 rows']));
      await dropKeyspace(early);
      await keyspace.client.execute(
        `CREATE KEYSPACE ${early} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
      );
      const module = await Test.createTestingModule({ imports }).compile();
      await (await module.init()).close();
      expect(seen).toHaveLength(4);
    } finally {
      await dropKeyspace(early);
    }
  });

  it('creates a missing keyspace when asked, for options and for a client, and only then', async () => {
    const name = `made_${keyspace.name}`;
    const createKeyspaceOptions = {
      createKeyspace: { replication: { class: 'SimpleStrategy', replication_factor: 1 } },
    };
    await expect(withApplication({ keyspace: name }, [Thing], async () => {})).rejects.toThrow(KeyspaceMissingError);
    try {
      await withApplication({ keyspace: name, ...createKeyspaceOptions }, [Thing], async () => {});
      expect(await tablesOf(keyspace.client, name)).toContain('things');
      await dropKeyspace(name);
      const client = new Client(clientOptions());
      await withApplication({ client, keyspace: name, ...createKeyspaceOptions }, [Thing], async () => {});
      expect((await client.execute('SELECT * FROM things')).rowLength).toBe(0);
      await client.shutdown();
    } finally {
      await dropKeyspace(name);
    }
  });

  it('does not close a client that it was given', async () => {
    const client = new Client({ ...clientOptions(), keyspace: keyspace.name });
    await withApplication({ client, keyspace: keyspace.name }, [Thing], async () => {});
    await expect(client.execute('SELECT * FROM things')).resolves.toBeDefined();
    await client.shutdown();
  });

  it('fails at once, with the host and its reason, when the last try failed', async () => {
    const client = { contactPoints: ['127.0.0.1:1'], localDataCenter: 'datacenter1' };
    const failed = withApplication(
      { client, keyspace: 'any', connect: { attempts: 2, delay: 10 } },
      [],
      async () => {},
    );
    await expect(failed).rejects.toThrow(ConnectionFailedError);
    await expect(failed).rejects.toThrow('127.0.0.1:1   connection refused');
  });

  it('does not try again with a data centre that the cluster does not have', async () => {
    const client = { ...clientOptions(), localDataCenter: 'nowhere' };
    const failed = withApplication({ client, keyspace: keyspace.name, connect: { delay: 60_000 } }, [], async () => {});
    await expect(failed).rejects.toThrow('only found hosts in data centers');
  });

  it('starts without a database when it is told to be lazy', async () => {
    const client = { contactPoints: ['127.0.0.1:1'], localDataCenter: 'datacenter1' };
    const connect = { attempts: 1, delay: 100, lazy: true };
    await withApplication({ client, keyspace: 'any', connect }, [Thing], async (app) => {
      expect(app.get(SchemaService)).toBeInstanceOf(SchemaService);
    });
  });

  it('reports all problems of all entities at once and sends nothing', async () => {
    @Entity()
    class Keyless {
      @Column('txt') name!: string;
    }
    class Plain {}
    const failed: unknown = await withApplication(options(), [Keyless, Plain], async () => {}).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(InvalidEntitiesError);
    expect((failed as InvalidEntitiesError).problems).toEqual([
      { where: 'Plain', message: 'is no entity: it has no @Entity(), @UserType() or @MaterializedView()' },
      { where: 'Keyless', message: 'a table needs a @PartitionKey' },
      { where: 'Keyless.name', message: 'txt is no CQL type and no registered @UserType; did you mean text?' },
    ]);
  });

  it('refuses options that cannot be meant, and names that do not fit', async () => {
    const wrong = {
      ...options(),
      schema: { onBootstrap: 'synch' },
      lock: { ttl: 1 },
    } as unknown as CoodieModuleOptions;
    await expect(withModules({ imports: [CoodieModule.forRoot(wrong)] }, async () => {})).rejects.toThrow(
      InvalidOptionsError,
    );
    const unknown = [CoodieModule.forRoot(options()), CoodieModule.forFeature([Thing], 'nowhere')];
    await expect(withModules({ imports: unknown }, async () => {})).rejects.toThrow(ConnectionNamesError);
    const twice = [CoodieModule.forRoot(options()), CoodieModule.forRoot(options())];
    await expect(withModules({ imports: twice }, async () => {})).rejects.toThrow(
      'Two connections are called "default"',
    );
  });

  it('lets a test put a stand-in in place of the client', async () => {
    const module = await Test.createTestingModule({
      imports: [
        CoodieModule.forRoot({ ...options(), client: { contactPoints: ['127.0.0.1:1'], localDataCenter: 'x' } }),
        CoodieModule.forFeature([Thing]),
      ],
    })
      .overrideProvider(Client)
      .useValue({})
      .compile();
    await module.init();
    await expect(module.close()).resolves.toBeUndefined();
  });
});
