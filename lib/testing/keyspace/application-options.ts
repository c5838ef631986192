import type { Client, ClientOptions, ExecutionProfile } from 'cassandra-driver';
import type {
  CoodieModuleOptions,
  CreateKeyspaceOptions,
  MigrationsOptions,
  SchemaOptions,
} from '../../nest/coodie-options.interface.js';

/** One replica, and no commit log to wait for. */
export const TEST_REPLICATION: CreateKeyspaceOptions = {
  replication: { class: 'SimpleStrategy', replication_factor: 1 },
  durableWrites: false,
};

/**
 * Options of an application with another place for its data. How it encodes values and what it calls its execution
 * profiles is kept; addresses, secrets and policies, which belong to the other cluster, are not.
 */
export function optionsAt(place: ClientOptions, keyspace: string, options: unknown): CoodieModuleOptions {
  // Options that are none are left to the checks of the module, which name what is wrong.
  const given = (typeof options === 'object' && options !== null ? options : {}) as Partial<CoodieModuleOptions>;
  const { schema, migrations, connect: _connect, ...others } = given;
  return {
    ...others,
    client: clientAt(place, given.client),
    keyspace,
    createKeyspace: TEST_REPLICATION,
    schema: { ...schema, onBootstrap: schemaAtStart(schema, migrations) },
    ...(migrations ? { migrations: { ...migrations, onBootstrap: 'apply' } } : {}),
  };
}

/** The keyspace is new: without a migration or a sync it has no table. */
function schemaAtStart(
  { onBootstrap = 'sync' }: SchemaOptions = {},
  migrations: MigrationsOptions | undefined,
): NonNullable<SchemaOptions['onBootstrap']> {
  return migrations ? onBootstrap : 'sync';
}

function clientAt(place: ClientOptions, given: ClientOptions | Client | undefined): ClientOptions {
  const { encoding, queryOptions, profiles } = optionsOf(given);
  return {
    ...place,
    ...(encoding ? { encoding } : {}),
    ...(queryOptions ? { queryOptions } : {}),
    ...(profiles ? { profiles: profiles.map(anywhere) } : {}),
  };
}

function optionsOf(given: ClientOptions | Client | undefined): ClientOptions {
  const isClient = typeof (given as Partial<Client> | undefined)?.execute === 'function';
  // The driver keeps the options of a client there; its typings do not say so (4.10.0).
  return (isClient ? (given as { readonly options?: ClientOptions }).options : (given as ClientOptions)) ?? {};
}

/** A load balancing policy may name a data centre that the test server does not have. */
function anywhere(profile: ExecutionProfile): ExecutionProfile {
  return Object.assign(Object.create(profile) as ExecutionProfile, { loadBalancing: undefined });
}
