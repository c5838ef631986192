import { Logger, type Provider } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import type { Client } from 'cassandra-driver';
import { parseEntities } from '../core/entity/parse-entities.js';
import type { Report } from '../core/progress.js';
import { LeaseLock } from '../lock/lease-lock.js';
import { MigrationClasses } from '../migrations/migration-classes.js';
import { MigrationDirectory } from '../migrations/migration-directory.js';
import { MigrationService } from '../migrations/migration-service.js';
import type { MigrationSource } from '../migrations/migration-source.js';
import { SchemaService } from '../schema/schema-service.js';
import type { Database } from '../session/session.js';
import { VERSION } from '../version.js';
import { CoodieBootstrap } from './coodie.bootstrap.js';
import {
  bootstrapToken,
  COODIE_CLI,
  connectionToken,
  optionsToken,
  readinessToken,
  reportToken,
  settingsToken,
  type CliOverrides,
} from './coodie.constants.js';
import { getClientToken, getMigrationServiceToken, getSchemaServiceToken } from './coodie.decorators.js';
import type { CoodieModuleOptions } from './coodie-options.interface.js';
import { CoodieConnection } from './connection.js';
import { entitiesOf } from './feature-entities.js';
import { instantiateWith } from './instantiate.js';
import { logProgress } from './log-progress.js';
import { Readiness } from './readiness.js';
import { settingsOf, type CoodieSettings } from './settings.js';

/** What a command line adds to the options: its overrides, and where its progress goes. */
export interface CliContext {
  readonly overrides: CliOverrides;
  readonly report: Report;
}

/** Everything of one connection but its options. */
export function connectionProviders(name: string): Provider[] {
  return [...foundation(name), schemaService(name), migrationService(name), bootstrap(name)];
}

function foundation(name: string): Provider[] {
  return [
    { provide: readinessToken(name), useClass: Readiness },
    {
      provide: reportToken(name),
      inject: [{ token: COODIE_CLI, optional: true }],
      useFactory: (cli?: CliContext): Report => cli?.report ?? logProgress(new Logger('Coodie')),
    },
    {
      provide: settingsToken(name),
      inject: [optionsToken(name), DiscoveryService, { token: COODIE_CLI, optional: true }],
      useFactory: (options: CoodieModuleOptions, discovery: DiscoveryService, cli?: CliContext) =>
        settingsOf(options, name, cli?.overrides ?? (isCommandLine(discovery) ? {} : undefined)),
    },
    {
      provide: connectionToken(name),
      inject: [settingsToken(name), reportToken(name)],
      useFactory: (settings: CoodieSettings, report: Report) => new CoodieConnection(settings, report),
    },
    {
      provide: getClientToken(name),
      inject: [connectionToken(name)],
      useFactory: async (connection: CoodieConnection): Promise<Client> => {
        if (!connection.settings.connect.lazy) await connection.database();
        return connection.client;
      },
    },
  ];
}

// nest-commander is optional, so its runner is known by name only.
function isCommandLine(discovery: DiscoveryService): boolean {
  return discovery.getProviders().some((wrapper) => wrapper.name === 'CommandRunnerService');
}

function schemaService(name: string): Provider {
  return {
    provide: getSchemaServiceToken(name),
    inject: [connectionToken(name), getClientToken(name), reportToken(name), readinessToken(name), DiscoveryService],
    useFactory: (
      connection: CoodieConnection,
      client: Client,
      report: Report,
      readiness: Readiness,
      ...[discovery]: [DiscoveryService]
    ) => {
      connection.use(client);
      const { keyspace, naming, schema, lock } = connection.settings;
      return new SchemaService({
        database: () => connection.database(),
        lock: (database) => lockOf(database, connection.settings),
        declared: (more) => parseEntities([...entitiesOf(discovery, name), ...more], { keyspace, naming }),
        policy: schema.policy,
        lockWait: lock.wait,
        report,
        whenReady: () => readiness.reach(),
      });
    },
  };
}

function migrationService(name: string): Provider {
  return {
    provide: getMigrationServiceToken(name),
    inject: [connectionToken(name), getClientToken(name), reportToken(name), ModuleRef],
    useFactory: (connection: CoodieConnection, client: Client, report: Report, moduleRef: ModuleRef) => {
      connection.use(client);
      const { lock } = connection.settings;
      return new MigrationService({
        database: () => connection.database(),
        lock: (database) => lockOf(database, connection.settings),
        source: sourceOf(connection.settings, moduleRef),
        report,
        lockWait: lock.wait,
        recorder: { owner: lock.owner, version: VERSION },
      });
    },
  };
}

function bootstrap(name: string): Provider {
  return {
    provide: bootstrapToken(name),
    inject: [
      connectionToken(name),
      getSchemaServiceToken(name),
      getMigrationServiceToken(name),
      readinessToken(name),
      DiscoveryService,
    ],
    useFactory: (
      connection: CoodieConnection,
      schema: SchemaService,
      migrations: MigrationService,
      readiness: Readiness,
      ...[discovery]: [DiscoveryService]
    ) => new CoodieBootstrap({ connection, schema, migrations, readiness, discovery }),
  };
}

function lockOf({ session }: Database, { lock: { owner, ttl } }: CoodieSettings): LeaseLock {
  return new LeaseLock(session, { owner, ttl });
}

function sourceOf({ migrations: { classes, dir } }: CoodieSettings, moduleRef: ModuleRef): MigrationSource {
  const instantiate = instantiateWith(moduleRef);
  return classes ? new MigrationClasses(classes, instantiate) : new MigrationDirectory(dir, instantiate);
}
