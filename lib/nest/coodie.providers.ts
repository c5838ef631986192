import type { Provider } from '@nestjs/common';
import { DiscoveryService, ModuleRef, ModulesContainer } from '@nestjs/core';
import type { Client } from 'cassandra-driver';
import { MigrationService } from '../migrations/migration-service.js';
import { SchemaService } from '../schema/schema-service.js';
import type { Telemetry } from '../session/telemetry.js';
import type { TenantService } from '../tenants/tenant-service.js';
import { backfillService } from './backfill.provider.js';
import { ConnectionScope } from './connection-scope.js';
import type { CoodieModuleOptions } from './coodie-options.interface.js';
import { CoodieBootstrap } from './coodie.bootstrap.js';
import {
  bootstrapToken,
  changeToken,
  type CliContext,
  COODIE_CLI,
  COODIE_TELEMETRY,
  optionsToken,
  scopeToken,
} from './coodie.constants.js';
import {
  getClientToken,
  getMigrationServiceToken,
  getSchemaServiceToken,
  getTenantServiceToken,
} from './coodie.decorators.js';
import { startupError } from './errors.js';
import { checkFeatures } from './feature-entities.js';
import { runningOf } from './running-of.js';
import { migrationTenants, schemaTenants, tenantService } from './tenant.provider.js';

/** Everything of one connection but its options. */
export function connectionProviders(name: string): Provider[] {
  return [
    scope(name),
    client(name),
    schemaService(name),
    migrationService(name),
    backfillService(name),
    tenantService(name),
    bootstrap(name),
  ];
}

function scope(name: string): Provider {
  return {
    provide: scopeToken(name),
    inject: [
      optionsToken(name),
      changeToken(name),
      ModulesContainer,
      DiscoveryService,
      { token: COODIE_CLI, optional: true },
      { token: COODIE_TELEMETRY, optional: true },
    ],
    useFactory: (...[options, change, modules, discovery, cli, telemetry]: ScopeParts) => {
      // Before anything is opened, so that nothing has to be closed.
      try {
        checkFeatures(modules);
        return new ConnectionScope(change(options), name, discovery, { cli, telemetry });
      } catch (error) {
        throw startupError(error);
      }
    },
  };
}

type ScopeParts = readonly [
  CoodieModuleOptions,
  (options: CoodieModuleOptions) => CoodieModuleOptions,
  ModulesContainer,
  DiscoveryService,
  CliContext?,
  Telemetry?,
];

/** Connected when it is injected, unless the application asked to start without a database. */
function client(name: string): Provider {
  return {
    provide: getClientToken(name),
    inject: [scopeToken(name)],
    useFactory: async ({ connection, settings, start }: ConnectionScope): Promise<Client> => {
      if (settings.connect.lazy) return connection.client;
      try {
        await start.run(() => connection.database());
        return connection.client;
      } catch (error) {
        // A client that failed to connect may keep timers, and with them the process.
        await connection.close();
        start.end({ error });
        throw startupError(error);
      }
    },
  };
}

function schemaService(name: string): Provider {
  return {
    provide: getSchemaServiceToken(name),
    inject: [scopeToken(name), getClientToken(name), getTenantServiceToken(name)],
    useFactory: (connectionScope: ConnectionScope, injected: Client, tenants: TenantService) => {
      const { connection, settings, readiness, database, lock, declared, report, telemetry } = connectionScope;
      connection.use(injected);
      return new SchemaService({
        database,
        lock,
        declared,
        policy: settings.schema.policy,
        ignore: settings.schema.ignore,
        serverKind: settings.schema.serverKind,
        lockWait: settings.lock.wait,
        report,
        whenReady: () => readiness.reach(),
        telemetry,
        tenants: () => schemaTenants(tenants),
      });
    },
  };
}

function migrationService(name: string): Provider {
  return {
    provide: getMigrationServiceToken(name),
    inject: [scopeToken(name), getClientToken(name), getTenantServiceToken(name), ModuleRef, DiscoveryService],
    useFactory: (...[connectionScope, injected, ofTenants, moduleRef, discovery]: MigrationParts) => {
      connectionScope.connection.use(injected);
      const source = connectionScope.migrations(moduleRef);
      const tenants = () => migrationTenants(ofTenants);
      return new MigrationService({ ...runningOf(connectionScope, moduleRef, discovery), source, tenants });
    },
  };
}

type MigrationParts = readonly [ConnectionScope, Client, TenantService, ModuleRef, DiscoveryService];

function bootstrap(name: string): Provider {
  return {
    provide: bootstrapToken(name),
    inject: [
      scopeToken(name),
      getSchemaServiceToken(name),
      getMigrationServiceToken(name),
      getTenantServiceToken(name),
      DiscoveryService,
      ModulesContainer,
    ],
    useFactory: (...[connectionScope, schema, migrations, tenants, discovery, modules]: BootstrapParts) => {
      startFirst(modules, bootstrapToken(name));
      return new CoodieBootstrap({ scope: connectionScope, schema, migrations, tenants, discovery });
    },
  };
}

type BootstrapParts = readonly [
  ConnectionScope,
  SchemaService,
  MigrationService,
  TenantService,
  DiscoveryService,
  ModulesContainer,
];

/**
 * Nest calls the hooks of modules by their distance from the root, the greatest first; a global module has
 * Number.MAX_VALUE. Beyond that no module comes before the one of a connection, global or not.
 */
function startFirst(modules: ModulesContainer, token: string): void {
  for (const module of modules.values()) {
    if (module.providers.has(token)) module.distance = Number.POSITIVE_INFINITY;
  }
}
