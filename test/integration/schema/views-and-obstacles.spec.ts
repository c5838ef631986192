import {
  ClusteringKey,
  Column,
  Entity,
  Field,
  Indexed,
  MaterializedView,
  PartitionKey,
  SchemaService,
  UnsafeChangesError,
  UserType,
  type EntityClass,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { schemaOf } from '../../support/schema-of.js';

@Entity({ name: 'products' })
class Product {
  @PartitionKey('uuid') id!: string;
  @ClusteringKey('timestamp', { order: 'desc' }) createdAt!: Date;
  @Column('text') brand!: string;
  @Column('int') rating!: number;
  @Column('text', { name: 'Note' }) note!: string;
}

const base = { of: () => Product, partitionKey: ['brand'] };

@MaterializedView({ ...base, name: 'products_by_brand', clusteringKey: ['id', { column: 'createdAt', order: 'desc' }] })
class ProductByBrand {}

@MaterializedView({
  ...base,
  clusteringKey: ['createdAt', 'id'],
  where: ['rating IS NOT NULL', "created_at > '2020-01-01'"],
  options: { comment: 'few' },
})
class GoodProduct {
  @Column() rating!: unknown;
  @Column({ name: 'Note' }) note!: unknown;
}

describe('views', () => {
  const keyspace = useKeyspace('views');
  const boot = <T>(entities: readonly EntityClass[], work: (schema: SchemaService) => Promise<T>) =>
    withApplication({ keyspace: keyspace.name, schema: { onBootstrap: 'off' } }, entities, (app) =>
      work(app.get(SchemaService)),
    );

  it('are created after their tables, and then nothing is left to do', () =>
    boot([ProductByBrand, GoodProduct, Product], async (schema) => {
      expect(await schema.sync()).toHaveLength(3);
      expect(await schema.plan()).toMatchObject({ changes: [], drift: [] });
      expect(await schemaOf(keyspace.client, keyspace.name)).toContain('SELECT brand, created_at, id, "Note", rating');
    }));

  it('that select everything grow with their table', () =>
    boot([ProductByBrand, GoodProduct, grown()], async (schema) => {
      expect(await schema.sync()).toEqual(['ALTER TABLE products ADD added text']);
      expect((await schema.plan()).changes).toEqual([]);
    }));

  it('have their options altered, and are refused when they would have to be another view', async () => {
    @MaterializedView({
      ...base,
      name: 'products_by_brand',
      clusteringKey: ['createdAt', 'id'],
      options: { comment: 'new' },
    })
    class Changed {}
    @MaterializedView({
      ...base,
      name: 'products_by_brand',
      clusteringKey: ['id', { column: 'createdAt', order: 'desc' }],
      options: { comment: 'new' },
    })
    class Commented {}
    await boot([Changed, Product], async (schema) => {
      await expect(schema.sync()).rejects.toThrow('Only options of a view can be altered');
    });
    await boot([Commented, Product], async (schema) => {
      expect(await schema.sync()).toEqual(["ALTER MATERIALIZED VIEW products_by_brand WITH comment = 'new'"]);
      expect((await schema.plan()).changes).toEqual([]);
    });
  });
});

function grown(): EntityClass {
  @Entity({ name: 'products' })
  class Grown extends Product {
    @Column('text') added!: string;
  }
  return Grown;
}

@UserType({ name: 'place' })
class Place {
  @Field('text') city!: string;
  @Field('int') zip!: number;
}

describe('obstacles', () => {
  const keyspace = useKeyspace('obstacles');

  async function refusalOf(entities: readonly EntityClass[]): Promise<string> {
    const before = await schemaOf(keyspace.client, keyspace.name);
    const error: unknown = await withApplication({ keyspace: keyspace.name }, entities, async () => {}).catch(
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(UnsafeChangesError);
    expect(await schemaOf(keyspace.client, keyspace.name)).toBe(before);
    return (error as UnsafeChangesError).refusals.map(({ where, difference }) => `${where} ${difference}`).join('\n');
  }

  beforeAll(async () => {
    const { client } = keyspace;
    await client.execute('CREATE TYPE place (city text)');
    await client.execute('CREATE TABLE visits (place frozen<place>, id int, PRIMARY KEY (place))');
    await client.execute('CREATE TABLE things (id int PRIMARY KEY, a int, b text, c int)');
    await client.execute('CREATE INDEX taken ON things (b)');
    await client.execute('ALTER TABLE things DROP a');
  });

  it('a dropped column of another type', async () => {
    @Entity({ name: 'things' })
    class Thing {
      @PartitionKey('int') id!: number;
      @Column('text') a!: string;
    }
    expect(await refusalOf([Thing])).toContain('a cannot be added again: it was int when it was dropped');
    await expect(keyspace.client.execute('ALTER TABLE things ADD a text')).rejects.toMatchObject({ code: 0x2200 });
  });

  it('a field of a type in a partition key', async () => {
    expect(await refusalOf([Place])).toContain('place is in the partition key of visits');
    await expect(keyspace.client.execute('ALTER TYPE place ADD zip int')).rejects.toMatchObject({ code: 0x2200 });
  });

  it('an index that is there under another name, or a name that is taken', async () => {
    @Entity({ name: 'things' })
    class Renamed {
      @PartitionKey('int') id!: number;
      @Column('text') @Indexed({ name: 'other_name' }) b!: string;
    }
    @Entity({ name: 'others' })
    class Other {
      @PartitionKey('int') id!: number;
      @Column('text') @Indexed({ name: 'taken' }) b!: string;
    }
    expect(await refusalOf([Renamed])).toContain('the equal index taken is there already');
    expect(await refusalOf([Other])).toContain('an index of this name is on things');
  });

  it('cdc where the node has it off', async () => {
    @Entity({ name: 'watched', options: { cdc: true } })
    class Watched {
      @PartitionKey('int') id!: number;
    }
    expect(await refusalOf([Watched])).toContain('the node has cdc switched off');
  });

  it('are none for what is dropped by name', async () => {
    @Entity({ name: 'things' })
    class Thing {
      @PartitionKey('int') id!: number;
      @Column('text') b!: string;
    }
    const drop = { columns: ['things.c'], tables: ['visits'] };
    await withApplication({ keyspace: keyspace.name, schema: { drop } }, [Thing, oldPlace()], async (app) => {
      const { drift, changes } = await app.get(SchemaService).plan();
      expect(changes).toEqual([]);
      expect(drift.map(({ part }) => part)).toEqual([{ kind: 'index', name: 'taken' }]);
    });
  });
});

function oldPlace(): EntityClass {
  @UserType({ name: 'place' })
  class OldPlace {
    @Field('text') city!: string;
  }
  return OldPlace;
}
