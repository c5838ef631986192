import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { messageOf } from '../core/error.js';
import type { MigrationService } from '../migrations/migration-service.js';
import type { SchemaService } from '../schema/schema-service.js';
import { toItsEnd } from '../session/telemetry.js';
import type { TenantService } from '../tenants/tenant-service.js';
import { ConnectionScope } from './connection-scope.js';
import { startupError } from './errors.js';
import { instancesOf } from './feature-entities.js';
import { adviseOnMissingTable } from './missing-table.js';

export interface BootstrapDependencies {
  readonly scope: ConnectionScope;
  readonly schema: SchemaService;
  readonly migrations: MigrationService;
  readonly tenants: TenantService;
  readonly discovery: DiscoveryService;
}

/**
 * Migrates and syncs a connection before its application listens, and closes the connection after everything else.
 * @publicApi
 */
export class CoodieBootstrap implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Coodie');
  private isClosed = false;

  constructor(private readonly dependencies: BootstrapDependencies) {
    dependencies.scope.readiness.define(() => toItsEnd(dependencies.scope.start, () => this.start()));
  }

  async onModuleInit(): Promise<void> {
    if (this.dependencies.scope.settings.schema.when === 'module-init') await this.reach();
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.dependencies.scope.settings.schema.when === 'bootstrap') await this.reach();
  }

  private async reach(): Promise<void> {
    const { readiness, settings, declared } = this.dependencies.scope;
    try {
      // A contradiction to the entities is an error, whether they are synced or not.
      if (settings.schema.ignore.length > 0 && !settings.cli) declared([]);
      if (!settings.connect.lazy) return await readiness.reach();
    } catch (error) {
      // No one can close an application that failed to start: open connections would keep the process alive.
      const scopes = instancesOf(this.dependencies.discovery, ConnectionScope);
      await Promise.allSettled(scopes.map(({ connection }) => connection.close()));
      throw startupError(error);
    }
    readiness.reach().catch((error: unknown) => this.isClosed || this.logger.error(messageOf(error)));
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    try {
      await this.dependencies.scope.connection.close();
    } catch (error) {
      this.logger.warn(`The connection could not be closed: ${messageOf(error)}`);
    }
  }

  /** Migrations first: they may make room for what the entities declare. */
  private async start(): Promise<void> {
    const { settings, connection } = this.dependencies.scope;
    if (settings.cli || connection.isFake) return;
    await this.migrate();
    await this.sync();
    await this.startTenants();
  }

  private async migrate(): Promise<void> {
    const { migrations, scope } = this.dependencies;
    switch (scope.settings.migrations.onBootstrap) {
      case 'apply':
        return this.apply();
      case 'verify':
        return migrations.verify();
      case 'off':
        return undefined;
    }
  }

  private async apply(): Promise<void> {
    const { migrations, schema } = this.dependencies;
    try {
      await migrations.apply({ lockWait: this.lockWait });
    } catch (error) {
      throw await adviseOnMissingTable(error, schema);
    }
  }

  private async sync(): Promise<void> {
    const { schema, scope } = this.dependencies;
    if (scope.entities().length === 0) return undefined;
    switch (scope.settings.schema.onBootstrap) {
      case 'sync':
        return void (await schema.sync({ lockWait: this.lockWait }));
      case 'verify':
        return schema.verify();
      case 'off':
        return undefined;
    }
  }

  private async startTenants(): Promise<void> {
    const { tenants, scope } = this.dependencies;
    const { onBootstrap } = scope.settings.tenants;
    if (onBootstrap === 'off') return;
    if (onBootstrap === 'apply') await tenants.migrate({ lockWait: this.lockWait });
    if (scope.entities().length > 0) await tenants.sync({ lockWait: this.lockWait });
  }

  /** Sister processes start at the same time: waiting for them is normal, and a dead one's lock expires. */
  private get lockWait(): number {
    const { ttl, wait } = this.dependencies.scope.settings.lock;
    return Math.max(wait, ttl + 60);
  }
}
