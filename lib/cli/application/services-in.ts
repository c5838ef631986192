import type { InjectionToken } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { BackfillService } from '../../backfill/background/backfill-service.js';
import { MigrationService } from '../../migrations/migration-service.js';
import type { ConnectionScope } from '../../nest/connection-scope.js';
import { DEFAULT_CONNECTION, scopeToken } from '../../nest/coodie.constants.js';
import { outsideModel } from '../../schema/outside-model.js';
import { pullSources } from '../../schema/pull-sources.js';
import { planReset, resetKeyspace } from '../../schema/reset-keyspace.js';
import { SchemaService } from '../../schema/schema-service.js';
import { introspect } from '../../session/introspect.js';
import { TenantService } from '../../tenants/tenant-service.js';
import type { OpenApplication } from './open-application.js';

/** The services of an application's default connection; `undefined` where it has none. */
export function servicesIn(discovery: DiscoveryService): Omit<OpenApplication, 'close'> | undefined {
  const migrations = find<MigrationService>(discovery, MigrationService);
  const schema = find<SchemaService>(discovery, SchemaService);
  const scope = find<ConnectionScope>(discovery, scopeToken(DEFAULT_CONNECTION));
  const backfills = find<BackfillService>(discovery, BackfillService);
  if (!migrations || !schema || !backfills || !scope) return undefined;
  const { keyspace, migrations: files } = scope.settings;
  return {
    keyspace,
    migrationsDir: files.classes ? 'migrations.classes' : files.dir,
    migrations,
    schema,
    backfills,
    tenants: tenantsIn(discovery, scope),
    ...rulesOf(scope),
    declared: () => scope.declared([]),
    ...connectionOf(scope),
    ...schemaWorkOf(scope),
  };
}

function tenantsIn(discovery: DiscoveryService, { settings }: ConnectionScope): TenantService | undefined {
  return settings.tenants.keyspaces === undefined ? undefined : find<TenantService>(discovery, TenantService);
}

function rulesOf({ settings }: ConnectionScope): Pick<OpenApplication, 'ignore' | 'naming' | 'syncsAtStart'> {
  const { naming, schema } = settings;
  return { naming, ignore: schema.ignore, syncsAtStart: schema.onBootstrap === 'sync' };
}

type OpenConnection = Pick<OpenApplication, 'clientOptions' | 'database' | 'introspect' | 'outsideModel' | 'lock'>;

function connectionOf(scope: ConnectionScope): OpenConnection {
  return {
    clientOptions: () => scope.connection.options,
    database: () => scope.database(),
    introspect: async () => introspect((await scope.database()).onOneHost()),
    outsideModel: async () => outsideModel((await scope.database()).onOneHost()),
    lock: async () => scope.lock(await scope.database()),
  };
}

function schemaWorkOf(scope: ConnectionScope): Pick<OpenApplication, 'pull' | 'planReset' | 'reset'> {
  const { naming, lock, schema } = scope.settings;
  const { ignore } = schema;
  return {
    pull: async () => pullSources((await scope.database()).onOneHost(), { naming, ignore }),
    planReset: async () => planReset((await scope.database()).onOneHost(), ignore),
    reset: async ({ statements }, lockWait = lock.wait) => {
      const { lock: take, report } = scope;
      const database = await scope.database();
      return resetKeyspace({ database, lock: take, report, lockWait, ignore }, statements);
    },
  };
}

/** Found in the list of all providers, because the container throws for a missing one. */
function find<T>(discovery: DiscoveryService, token: InjectionToken): T | undefined {
  const wrapper = discovery.getProviders().find((provider) => provider.token === token);
  // The token says what is behind it, but its type does not.
  return wrapper?.instance as T | undefined;
}
