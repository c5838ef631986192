import {
  Column,
  Entity,
  Field,
  KeyspaceMissingError,
  PartitionKey,
  SchemaService,
  UserType,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { isDdl, sentStatements } from '../../support/sent-statements.js';

@UserType({ name: 'place' })
class Place {
  @Field('text') city!: string;
}

@Entity({ name: 'shops' })
class Shop {
  @PartitionKey('int') id!: number;
  @Column('frozen<place>') place!: Place;
}

describe('several keyspaces in one connection', () => {
  const keyspace = useKeyspace('several');
  const tenants: string[] = [];

  beforeAll(async () => {
    for (const prefix of ['tenant', 'tenant', 'tenant']) tenants.push(await createKeyspace(prefix));
  });
  afterAll(async () => {
    for (const tenant of tenants) await dropKeyspace(tenant);
  });

  it('may be named by an entity, with the types that it needs', async () => {
    const other = await createKeyspace('other');
    @Entity({ name: 'elsewhere', keyspace: other })
    class Elsewhere {
      @PartitionKey('int') id!: number;
      @Column('frozen<place>') place!: Place;
    }
    try {
      await withApplication({ keyspace: keyspace.name }, [Shop, Place, Elsewhere], async (app) => {
        const schema = app.get(SchemaService);
        expect(await schema.plan()).toMatchObject({ changes: [], drift: [] });
        expect(await tablesOf(keyspace.client, keyspace.name)).toEqual(['_coodie_migrations_lock', 'shops']);
        expect(await tablesOf(keyspace.client, other)).toEqual(['_coodie_migrations_lock', 'elsewhere']);
        expect(await schema.syncTable(Elsewhere)).toEqual([]);
      });
    } finally {
      await dropKeyspace(other);
    }
  });

  it('may be one for each tenant', () =>
    withApplication({ keyspace: keyspace.name }, [Shop, Place], async (app) => {
      const schema = app.get(SchemaService);
      const statements = await schema.sync({ keyspace: tenants, concurrency: 2 });
      expect(statements).toContain(`CREATE TYPE ${tenants[0]}.place (city text)`);
      expect(statements).toHaveLength(6);
      for (const tenant of tenants) expect(await tablesOf(keyspace.client, tenant)).toContain('shops');
      const sent = await sentStatements(() => schema.sync({ keyspace: tenants }));
      expect(sent.filter(isDdl)).toEqual([]);
      expect(sent.length).toBeLessThanOrEqual(7 * tenants.length);
      await expect(schema.sync({ keyspace: 'nowhere' })).rejects.toThrow(KeyspaceMissingError);
    }));

  it('are reported where they are replicated otherwise than declared, and never altered', () =>
    withApplication(
      {
        keyspace: keyspace.name,
        createKeyspace: { replication: { class: 'NetworkTopologyStrategy', datacenter1: 3 } },
      },
      [Shop, Place],
      async (app) => {
        const { drift, statements } = await app.get(SchemaService).plan();
        expect(drift).toEqual([
          {
            sign: '~',
            group: keyspace.name,
            subject: 'replication',
            detail: 'SimpleStrategy replication_factor=1 → NetworkTopologyStrategy datacenter1=3',
          },
        ]);
        expect(statements).toEqual([]);
      },
    ));
});
