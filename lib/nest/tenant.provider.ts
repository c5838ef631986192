import type { Provider } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import type { Client } from 'cassandra-driver';
import type { MigrationTenants } from '../migrations/migration-tenants.js';
import type { SchemaTenants } from '../schema/schema-tenants.js';
import { TenantService } from '../tenants/tenant-service.js';
import type { ConnectionScope } from './connection-scope.js';
import { scopeToken } from './coodie.constants.js';
import { getClientToken, getTenantServiceToken } from './coodie.decorators.js';
import { runningOf } from './running-of.js';

export function tenantService(name: string): Provider {
  return {
    provide: getTenantServiceToken(name),
    inject: [scopeToken(name), getClientToken(name), ModuleRef, DiscoveryService],
    useFactory: (scope: ConnectionScope, injected: Client, moduleRef: ModuleRef, discovery: DiscoveryService) => {
      scope.connection.use(injected);
      const { policy, ignore, serverKind } = scope.settings.schema;
      return new TenantService({
        settings: scope.settings.tenants,
        database: scope.database,
        connect: (keyspace) => scope.connection.connectTo(keyspace),
        lock: scope.lock,
        lockWait: scope.settings.lock.wait,
        declared: () => scope.declared([]).find(({ keyspace }) => keyspace === scope.settings.keyspace),
        policy,
        ignore,
        serverKind,
        migrations: { ...runningOf(scope, moduleRef, discovery), source: scope.migrations(moduleRef) },
        report: scope.report,
        telemetry: scope.telemetry,
      });
    },
  };
}

/** The part of the service that `SchemaService.tenants()` hands out. */
export function schemaTenants(tenants: TenantService): SchemaTenants {
  return {
    sync: (options) => tenants.sync(options),
    plan: (options) => tenants.plan(options),
    verify: (options) => tenants.verify(options),
  };
}

/** The part of the service that `MigrationService.tenants()` hands out. */
export function migrationTenants(tenants: TenantService): MigrationTenants {
  return {
    apply: (options) => tenants.migrate(options),
    rollback: (options) => tenants.rollback(options),
    plan: (options) => tenants.planMigrations(options),
    status: (options) => tenants.status(options),
    log: (options) => tenants.log(options),
  };
}
