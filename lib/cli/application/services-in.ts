import type { InjectionToken } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import type { MigrationService } from '../../migrations/migration-service.js';
import type { ConnectionScope } from '../../nest/connection-scope.js';
import { scopeToken } from '../../nest/coodie.constants.js';
import { getMigrationServiceToken, getSchemaServiceToken } from '../../nest/coodie.decorators.js';
import { ConnectionName, instancesOf } from '../../nest/feature-entities.js';
import { pullSources } from '../../schema/pull-sources.js';
import type { SchemaService } from '../../schema/schema-service.js';
import { ConnectionNotFoundError } from '../errors.js';
import { chooseConnection, type ConnectionWish } from './choose-connection.js';
import type { OpenApplication } from './open-application.js';

/** The names of an application's connections. */
export function connectionsIn(discovery: DiscoveryService): readonly string[] {
  return instancesOf(discovery, ConnectionName).map(({ name }) => name);
}

/**
 * The services of the connection that a command works on.
 * @throws UsageError where that is not clear | ConnectionNotFoundError where there is none at all
 */
export function servicesIn(discovery: DiscoveryService, wish: ConnectionWish): Omit<OpenApplication, 'close'> {
  const names = connectionsIn(discovery);
  if (names.length === 0) throw new ConnectionNotFoundError();
  const name = chooseConnection(wish, names);
  const migrations = find<MigrationService>(discovery, getMigrationServiceToken(name));
  const schema = find<SchemaService>(discovery, getSchemaServiceToken(name));
  const scope = find<ConnectionScope>(discovery, scopeToken(name));
  if (!migrations || !schema || !scope) throw new ConnectionNotFoundError();
  const { keyspace, naming, migrations: files } = scope.settings;
  return {
    connection: names.length > 1 ? name : undefined,
    keyspace,
    ownKeyspace: scope.ownKeyspace,
    migrationsDir: files.classes ? 'migrations.classes' : files.dir,
    migrations,
    schema,
    pull: async () => pullSources((await scope.database()).onOneHost(), naming),
    lock: async () => scope.lock(await scope.database()),
  };
}

/** Asked for through the list of all providers: whoever asks the container for what is not there gets an exception. */
function find<T>(discovery: DiscoveryService, token: InjectionToken): T | undefined {
  const wrapper = discovery.getProviders().find((provider) => provider.token === token);
  // The token says what is behind it, but its type does not.
  return wrapper?.instance as T | undefined;
}
