import {
  Column,
  Entity,
  Field,
  KeyspaceMissingError,
  KeyspacesFailedError,
  PartitionKey,
  SchemaService,
  UnsafeChangesError,
  UserType,
  type SyncKeyspacesOptions,
  type SyncOptions,
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

  it('are all tried, and every failure is reported in one error', () =>
    withApplication({ keyspace: keyspace.name }, [Shop, Place], async (app) => {
      const schema = app.get(SchemaService);
      for (const tenant of tenants.slice(1)) await keyspace.client.execute(`DROP TABLE ${tenant}.shops`);
      const [first = '', ...others] = tenants;
      await keyspace.client.execute(`DROP TABLE ${first}.shops`);
      await keyspace.client.execute(`CREATE TABLE ${first}.shops (other int PRIMARY KEY)`);
      const all = ['missing_a', first, 'missing_b', 'missing_c', ...others, ...others];
      const failed: unknown = await schema.sync({ keyspace: all, concurrency: 2 }).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(KeyspacesFailedError);
      const { failures, succeeded, message, cause } = failed as KeyspacesFailedError;
      expect(failures.map(({ keyspace: name, code }) => [name, code])).toEqual([
        ['missing_a', 'COODIE_KEYSPACE_MISSING'],
        [first, 'COODIE_UNSAFE_CHANGES'],
        ['missing_b', 'COODIE_KEYSPACE_MISSING'],
        ['missing_c', 'COODIE_KEYSPACE_MISSING'],
      ]);
      expect(succeeded).toEqual(others);
      for (const tenant of others) expect(await tablesOf(keyspace.client, tenant)).toContain('shops');
      expect(message.split('\n')[0]).toBe('4 of 6 keyspaces failed; 2 succeeded');
      for (const { keyspace: name } of failures) expect(message).toContain(`\n  ${name}: COODIE_`);
      expect(cause.errors[1]).toBeInstanceOf(UnsafeChangesError);
    }));

  it('are compared all of them before a plan fails', async () => {
    @Entity({ name: 'elsewhere', keyspace: 'missing_a' })
    class Elsewhere {
      @PartitionKey('int') id!: number;
    }
    @Entity({ name: 'elsewhere', keyspace: 'missing_b' })
    class Further {
      @PartitionKey('int') id!: number;
    }
    const options = { keyspace: keyspace.name, schema: { onBootstrap: 'off' as const } };
    await withApplication(options, [Shop, Place, Elsewhere, Further], async (app) => {
      const failed: unknown = await app
        .get(SchemaService)
        .verify()
        .catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(KeyspacesFailedError);
      expect((failed as KeyspacesFailedError).failures.map(({ keyspace: name }) => name)).toEqual([
        'missing_a',
        'missing_b',
      ]);
    });
  });

  it('are refused where no keyspace can have such a name, as is what is no option', () =>
    withApplication({ keyspace: keyspace.name }, [Shop, Place], async (app) => {
      const schema = app.get(SchemaService);
      const options = { keyspace: ['fine', 'au" x', '', 'x'.repeat(49)], concurency: 2, dryRun: 'yes' };
      const sent = await sentStatements(() =>
        expect(schema.sync(options as unknown as SyncKeyspacesOptions)).rejects.toMatchObject({
          code: 'COODIE_INVALID_SYNC_OPTIONS',
          problems: [
            'keyspace: the name of a keyspace has 1 to 48 letters, digits and _, not "au\\" x"',
            'keyspace: the name of a keyspace has 1 to 48 letters, digits and _, not ""',
            expect.stringContaining('xxx'),
            'concurency is no option; did you mean concurrency?',
            'dryRun must be true or false, not "yes"',
          ],
        }),
      );
      expect(sent).toEqual([]);
      for (const concurrency of [0, Number.NaN]) {
        await expect(schema.sync({ concurrency })).rejects.toThrow('concurrency must be a number from 1');
      }
      await expect(schema.syncTable(Shop, { dryrun: true } as SyncOptions)).rejects.toThrow('did you mean dryRun?');
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
            object: { kind: 'keyspace', name: keyspace.name },
            part: { kind: 'option', name: 'replication' },
            from: 'SimpleStrategy replication_factor=1',
            to: 'NetworkTopologyStrategy datacenter1=3',
          },
        ]);
        expect(statements).toEqual([]);
      },
    ));
});
