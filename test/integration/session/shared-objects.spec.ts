import { auth, Client, ExecutionProfile, policies, tracker, type ClientOptions } from 'cassandra-driver';
import { randomUUID } from 'node:crypto';
import {
  Column,
  Entity,
  MigrationService,
  PartitionKey,
  SchemaService,
  type CoodieModuleOptions,
} from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

@Entity({ name: 'products' })
class Product {
  @PartitionKey('int') id!: number;
  @Column('map<text, text>') labels?: Map<string, string>;
}

@Entity({ name: 'products' })
class ChangedProduct {
  @PartitionKey('text') id!: string;
}

interface Calls {
  readonly inits: Client[];
  count: number;
}

/** Notes which clients initialise the policy, and counts the plans that it is asked for. */
class SpiedBalancing extends policies.loadBalancing.DCAwareRoundRobinPolicy {
  constructor(private readonly calls: Calls) {
    super('datacenter1');
  }

  override init(...args: Parameters<policies.loadBalancing.LoadBalancingPolicy['init']>): void {
    this.calls.inits.push(args[0]);
    super.init(...args);
  }
}

class SpiedSpeculation extends policies.speculativeExecution.ConstantSpeculativeExecutionPolicy {
  constructor(private readonly calls: Calls) {
    super(500, 1);
  }

  override shutdown(): void {
    this.calls.count += 1;
  }
}

function spiedTracker(calls: Calls): tracker.RequestTracker {
  const shutdown = () => void (calls.count += 1);
  // An interface in the driver's typings, but the driver demands an instance of its class.
  const { prototype } = (tracker as unknown as { readonly RequestTracker: { readonly prototype: object } })
    .RequestTracker;
  return Object.assign(Object.create(prototype) as tracker.RequestTracker, {
    onSuccess: () => {},
    onError: () => {},
    shutdown,
  });
}

/** Names and values: the driver would add a profile, and a policy to each. */
const profilesOf = ({ profiles = [] }: ClientOptions) => profiles.map((profile) => Object.entries(profile));

const noCalls = (): Calls => ({ inits: [], count: 0 });

/** Client options with one more object of the application's, and what happened to it. */
const OBJECTS: Readonly<Record<string, (calls: Calls) => ClientOptions>> = {
  'a load-balancing policy': (calls) => ({ policies: { loadBalancing: new SpiedBalancing(calls) } }),
  'profiles without a policy of their own': () => ({
    profiles: [new ExecutionProfile('slow', { readTimeout: 30_000 })],
  }),
  'profiles that share a policy': (calls) => {
    const loadBalancing = new SpiedBalancing(calls);
    return { policies: { loadBalancing }, profiles: [new ExecutionProfile('slow', { loadBalancing })] };
  },
  'a request tracker': (calls) => ({ requestTracker: spiedTracker(calls) }),
  'speculative executions': (calls) => ({ policies: { speculativeExecution: new SpiedSpeculation(calls) } }),
  'an encoding': () => ({ encoding: { map: Map, set: Set, useBigIntAsLong: true } }),
  'an authentication provider': () => ({ authProvider: new auth.PlainTextAuthProvider('any', 'any') }),
  'an address translator': () => ({ policies: { addressResolution: policies.defaultAddressTranslator() } }),
  'frozen options': () => Object.freeze({ profiles: Object.freeze([new ExecutionProfile('slow', {})]) as never }),
};

describe('objects in the client options of an application', () => {
  const keyspace = useKeyspace('shared');
  const directory = useMigrationsDirectory();
  let number = 0;

  beforeAll(() => {
    directory.write('20260101_001_visits.cql', '-- upgrade\nCREATE TABLE visits (id int PRIMARY KEY);');
  });

  /** Each kind of start on a keyspace of its own, which it creates. */
  const starts = (): Readonly<Record<string, Partial<CoodieModuleOptions>>> => ({
    'a sync that changes something': { migrations: { dir: directory.path } },
    'a start that finds nothing to do': { migrations: { dir: directory.path } },
    migrations: { migrations: { dir: directory.path, onBootstrap: 'apply' } },
  });

  it.each(Object.entries(OBJECTS))('%s: belong to its client alone, whatever the start does', async (_, objects) => {
    const calls = noCalls();
    number += 1;
    const name = `shared_${number}_${randomUUID().slice(0, 8)}`;
    const createKeyspace = { replication: { class: 'SimpleStrategy', replication_factor: 1 } };
    try {
      for (const start of Object.values(starts())) {
        const given = objects(calls);
        const profiles = profilesOf(given);
        const client: ClientOptions = { ...clientOptions(), ...given };
        const closed = calls.count;
        await withApplication({ client, keyspace: name, createKeyspace, ...start }, [Product], async (app) => {
          const own = app.get(Client);
          await usable(own, given);
          await app.get(SchemaService).sync();
          await app.get(MigrationService).status();
          await usable(own, given);
          expect(calls.inits.filter((it) => it !== own)).toEqual([]);
          expect(calls.count).toBe(closed);
        });
        expect(profilesOf(given)).toEqual(profiles);
        calls.inits.length = 0;
      }
    } finally {
      await dropKeyspace(name);
    }
  });

  it('are not shut down by a start that fails', async () => {
    const calls = noCalls();
    const options = { ...clientOptions(), requestTracker: spiedTracker(calls) };
    await withApplication({ client: options, keyspace: keyspace.name }, [Product], async (app) => {
      const failing = withApplication({ keyspace: keyspace.name }, [ChangedProduct], async () => {});
      await expect(failing).rejects.toThrow('products.id');
      expect(calls.count).toBe(0);
      await usable(app.get(Client), {});
    });
    expect(calls.count).toBe(1);
  });

  it('serve two connections made from the same options, each in its own keyspace', async () => {
    const shared = { ...clientOptions(), profiles: [new ExecutionProfile('slow', {})] };
    await withApplication({ client: shared, keyspace: keyspace.name }, [Product], async (first) => {
      await withApplication({ client: shared, keyspace: keyspace.name }, [Product], (second) =>
        usable(second.get(Client), shared),
      );
      await usable(first.get(Client), shared);
      const query = 'SELECT id FROM products';
      const byObject = await first
        .get(Client)
        .execute(query, [], { executionProfile: shared.profiles[0] as ExecutionProfile });
      expect(byObject.rowLength).toBe(0);
    });
  });

  async function usable(client: Client, { profiles = [] }: ClientOptions): Promise<void> {
    const names = [undefined, ...profiles.map(({ name }) => name)];
    for (const executionProfile of names) {
      const options = executionProfile === undefined ? {} : { executionProfile };
      expect(
        (await client.execute('SELECT id FROM products WHERE id = ?', [1], { prepare: true, ...options })).rowLength,
      ).toBe(0);
    }
    expect(client.getState().getConnectedHosts()).not.toEqual([]);
  }
});
