import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import type { MigrationService } from '../migrations/migration-service.js';
import type { SchemaService } from '../schema/schema-service.js';
import type { CoodieConnection } from './connection.js';
import { checkConnectionNames, entitiesOf } from './feature-entities.js';
import type { Readiness } from './readiness.js';

export interface BootstrapDependencies {
  readonly connection: CoodieConnection;
  readonly schema: SchemaService;
  readonly migrations: MigrationService;
  readonly readiness: Readiness;
  readonly discovery: DiscoveryService;
}

/**
 * Migrates and syncs a connection before its application listens, and closes the connection after everything else.
 * @publicApi
 */
export class CoodieBootstrap implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Coodie');

  constructor(private readonly dependencies: BootstrapDependencies) {
    dependencies.readiness.define(() => this.start());
  }

  async onApplicationBootstrap(): Promise<void> {
    checkConnectionNames(this.dependencies.discovery);
    const { readiness, connection } = this.dependencies;
    if (!connection.settings.connect.lazy) return readiness.reach();
    readiness.reach().catch((error: unknown) => this.logger.error(messageOf(error)));
  }

  async onApplicationShutdown(): Promise<void> {
    try {
      await this.dependencies.connection.close();
    } catch (error) {
      this.logger.warn(`The connection could not be closed: ${messageOf(error)}`);
    }
  }

  /** Migrations first: they may make room for what the entities declare. */
  private async start(): Promise<void> {
    const { settings, isFake } = this.dependencies.connection;
    if (settings.cli || isFake) return;
    await this.migrate();
    await this.sync();
  }

  private async migrate(): Promise<void> {
    const { migrations, connection } = this.dependencies;
    switch (connection.settings.migrations.onBootstrap) {
      case 'apply':
        return void (await migrations.apply({ lockWait: this.patience }));
      case 'verify':
        return migrations.verify();
      case 'off':
        return undefined;
    }
  }

  private async sync(): Promise<void> {
    const { schema, connection, discovery } = this.dependencies;
    if (entitiesOf(discovery, connection.settings.name).length === 0) return undefined;
    switch (connection.settings.schema.onBootstrap) {
      case 'sync':
        return void (await schema.sync({ lockWait: this.patience }));
      case 'verify':
        return schema.verify();
      case 'off':
        return undefined;
    }
  }

  /** Sister processes start at the same time: waiting for them is normal, and a dead one's lock expires. */
  private get patience(): number {
    const { ttl, wait } = this.dependencies.connection.settings.lock;
    return Math.max(wait, ttl + 60);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
