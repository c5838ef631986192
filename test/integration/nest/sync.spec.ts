import { types } from 'cassandra-driver';
import {
  ClusteringKey,
  Column,
  Entity,
  Field,
  Indexed,
  PartitionKey,
  SchemaDriftError,
  SchemaService,
  UnsafeChangesError,
  UserType,
  type EntityClass,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { schemaOf, tablesOf } from '../../support/schema-of.js';
import { isDdl, sentStatements } from '../../support/sent-statements.js';

@UserType({ name: 'address' })
class Address {
  @Field('text') street!: string;
  @Field('int') zip!: number;
}

@Entity({ name: 'products', options: { defaultTimeToLive: 7200, comment: "the shop's catalogue" } })
class Product {
  @PartitionKey() id!: types.Uuid;
  @ClusteringKey({ order: 'desc' }) createdAt!: Date;
  @Column() name!: string;
  @Column('text') @Indexed() brand = 'Unknown';
  @Column('text', { static: true }) vendor?: string;
  @Column('frozen<list<address>>') addresses?: Address[];
  @Column('set<text>') @Indexed() tags?: string[];
  @Column('text', { name: 'Select' }) quoted?: string;
}

@UserType({ name: 'address' })
class AddressWithCity {
  @Field('text') street!: string;
  @Field('int') zip!: number;
  @Field('text') city!: string;
}

@Entity({ name: 'products', options: { defaultTimeToLive: 60, gcGraceSeconds: 3600, comment: "the shop's catalogue" } })
class GrownProduct {
  @PartitionKey('uuid') id!: types.Uuid;
  @ClusteringKey('timestamp', { order: 'desc' }) createdAt!: Date;
  @Column('text') name!: string;
  @Column('text') @Indexed() brand = 'Unknown';
  @Column('text', { static: true }) vendor?: string;
  @Column('frozen<list<address>>') addresses?: Address[];
  @Column('set<text>') tags?: string[];
  @Column('text', { name: 'Select' }) @Indexed({ name: 'by_select' }) quoted?: string;
  @Column('int') rating?: number;
  @Column('list<frozen<address>>') pickups?: Address[];
}

@Entity({ name: 'products' })
class BrokenProduct {
  @PartitionKey('text') id!: string;
  @ClusteringKey('timestamp') createdAt!: Date;
  @Column('int') name!: number;
  @Column('text') vendor?: string;
}

@Entity({ name: 'counts' })
class Count {
  @PartitionKey('text') name!: string;
  @Column('counter') value!: unknown;
}

describe('sync', () => {
  const keyspace = useKeyspace('sync');

  function boot<T>(
    entities: readonly EntityClass[],
    work: (schema: SchemaService) => Promise<T>,
    allow?: 'safe',
  ): Promise<T> {
    const schema = allow ? { schema: { allow } } : {};
    return withApplication({ keyspace: keyspace.name, ...schema }, entities, (app) => work(app.get(SchemaService)));
  }

  it('writes nothing in a dry run', () =>
    withApplication({ keyspace: keyspace.name, schema: { onBootstrap: 'off' } }, [Product, Address], async (app) => {
      const statements = await app.get(SchemaService).sync({ dryRun: true });
      expect(statements).toContain('CREATE INDEX products_brand_idx ON products (brand)');
      expect(await tablesOf(keyspace.client, keyspace.name)).toEqual([]);
    }));

  it('creates what is missing before the application starts', () =>
    boot([Product, Address, Count], async (schema) => {
      expect(await tablesOf(keyspace.client, keyspace.name)).toEqual(['_coodie_migrations_lock', 'counts', 'products']);
      expect(await schema.plan()).toEqual({
        keyspace: keyspace.name,
        changes: [],
        statements: [],
        drift: [],
        notes: [],
      });
    }));

  it('sends at most seven reads and no DDL when nothing changed', async () => {
    const sent = await sentStatements(() => boot([Product, Address, Count], async () => {}));
    expect(sent.filter(isDdl)).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(7);
  });

  it('refuses every impossible difference at once and changes nothing', async () => {
    const before = await schemaOf(keyspace.client, keyspace.name);
    const error: unknown = await boot([BrokenProduct], async () => {}).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(UnsafeChangesError);
    expect((error as UnsafeChangesError).refusals.map(({ where }) => where).toSorted()).toEqual([
      'products',
      'products.id',
      'products.name',
      'products.vendor',
    ]);
    expect(String(error)).toContain('int in BrokenProduct.name');
    expect(String(error)).toContain(
      "1 keep name as text, add a property   @Column('int', { name: 'name_new' }) nameNew",
    );
    expect(String(error)).toContain('coodie migrate generate "drop name"');
    expect(await schemaOf(keyspace.client, keyspace.name)).toBe(before);
  });

  it('reports what no entity declares as drift and leaves it alone', async () => {
    await boot([GrownProduct, AddressWithCity], async (schema) => {
      const { drift, changes } = await schema.plan();
      expect(changes).toEqual([]);
      expect(drift).toEqual([
        expect.objectContaining({
          object: { kind: 'table', name: 'products' },
          part: { kind: 'index', name: 'products_tags_idx' },
        }),
        { sign: '−', object: { kind: 'table', name: 'counts' }, from: 'name, value' },
      ]);
      const error: unknown = await schema.verify().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SchemaDriftError);
      // No migration can be generated for drift.
      expect(error).toMatchObject({ hint: 'Look at it with `coodie schema diff`.' });
    });
  });

  it('names the command that writes the missing migration where an entity has more than the database', async () => {
    @Entity({ name: 'products_of_tomorrow' })
    class Tomorrow {
      @PartitionKey('int') id!: number;
    }
    const options = { keyspace: keyspace.name, schema: { onBootstrap: 'verify' } } as const;
    const refused = withApplication(options, [GrownProduct, AddressWithCity, Tomorrow], async () => {});
    await expect(refused).rejects.toMatchObject({
      code: 'COODIE_SCHEMA_DRIFT',
      hint: expect.stringContaining('`coodie migrate generate`'),
    });
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('products_of_tomorrow');
  });

  it('has added columns, fields and indexes and altered the declared options', async () => {
    const schema = await schemaOf(keyspace.client, keyspace.name);
    expect(schema).toContain('rating int');
    expect(schema).toContain('city text');
    expect(schema).toContain('default_time_to_live = 60');
    expect(schema).toContain('gc_grace_seconds = 3600');
    expect(schema).toMatch(/by_select ON \S+products \("Select"\)/);
  });

  it('drops removed indexes only when asked', () =>
    boot([GrownProduct, AddressWithCity, Count], async (schema) => {
      expect(await schema.sync({ dropRemovedIndexes: true })).toEqual(['DROP INDEX products_tags_idx']);
      expect((await schema.plan()).drift).toEqual([]);
      await expect(schema.verify()).resolves.toBeUndefined();
    }));

  it('syncs one table and nothing beside it', () =>
    withApplication({ keyspace: keyspace.name, schema: { onBootstrap: 'off' } }, [], async (app) => {
      @Entity()
      class Order {
        @PartitionKey('uuid') id!: types.Uuid;
        @Column('int') total!: number;
      }
      const schema = app.get(SchemaService);
      expect(await schema.syncTable(Order)).toHaveLength(1);
      expect(await schema.syncTable(Order)).toEqual([]);
      expect(await tablesOf(keyspace.client, keyspace.name)).toContain('order');
    }));

  it('refuses an index on a table with data where only safe changes are allowed', async () => {
    await keyspace.client.execute('INSERT INTO "order" (id, total) VALUES (uuid(), 1)');
    @Entity({ name: 'order' })
    class Order {
      @PartitionKey('uuid') id!: types.Uuid;
      @Column('int') @Indexed() total!: number;
    }
    await expect(boot([Order], async () => {}, 'safe')).rejects.toThrow('costly');
    await boot([Order], async (schema) => expect((await schema.plan()).changes).toEqual([]));
  });

  it('refuses a key that another decorator of the property would hide, and sends nothing', async () => {
    @Entity({ name: 'stacked' })
    class Reading {
      @PartitionKey('text') tenant!: string;
      @Column('text') @PartitionKey('text') device!: string;
    }
    await expect(boot([Reading], async () => {})).rejects.toThrow('Reading.device: has @Column and @PartitionKey');
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('stacked');
  });

  it('moves an index name to another table where the old index is dropped first', async () => {
    const { client } = keyspace;
    await client.execute('CREATE TABLE one (id int PRIMARY KEY, v text)');
    await client.execute('CREATE TABLE two (id int PRIMARY KEY, v text)');
    await client.execute('CREATE INDEX moving ON one (v)');
    @Entity({ name: 'one' })
    class One {
      @PartitionKey('int') id!: number;
      @Column('text') v!: string;
    }
    @Entity({ name: 'two' })
    class Two {
      @PartitionKey('int') id!: number;
      @Column('text') @Indexed({ name: 'moving' }) v!: string;
    }
    const schema = { dropRemovedIndexes: true };
    await withApplication({ keyspace: keyspace.name, schema }, [One, Two], async (app) => {
      expect((await app.get(SchemaService).plan()).changes).toEqual([]);
    });
    expect(await schemaOf(client, keyspace.name)).toMatch(/INDEX moving ON \S+two \(v\)/);
  });
});
