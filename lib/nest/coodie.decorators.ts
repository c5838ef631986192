import { Inject, type InjectionToken } from '@nestjs/common';
import { Client } from 'cassandra-driver';
import { BackfillService } from '../backfill/background/backfill-service.js';
import { MigrationService } from '../migrations/migration-service.js';
import { SchemaService } from '../schema/schema-service.js';
import { TenantService } from '../tenants/tenant-service.js';
import { DEFAULT_CONNECTION } from './coodie.constants.js';

/**
 * The token of a connection's driver client: the class `Client` itself for the default connection.
 * @publicApi
 */
export function getClientToken(name = DEFAULT_CONNECTION): InjectionToken {
  return name === DEFAULT_CONNECTION ? Client : `coodie:client:${name}`;
}

/**
 * The token of a connection's SchemaService: the class itself for the default connection.
 * @publicApi
 */
export function getSchemaServiceToken(name = DEFAULT_CONNECTION): InjectionToken {
  return name === DEFAULT_CONNECTION ? SchemaService : `coodie:schema:${name}`;
}

/**
 * The token of a connection's MigrationService: the class itself for the default connection.
 * @publicApi
 */
export function getMigrationServiceToken(name = DEFAULT_CONNECTION): InjectionToken {
  return name === DEFAULT_CONNECTION ? MigrationService : `coodie:migrations:${name}`;
}

/**
 * The token of a connection's TenantService: the class itself for the default connection.
 * @publicApi
 */
export function getTenantServiceToken(name = DEFAULT_CONNECTION): InjectionToken {
  return name === DEFAULT_CONNECTION ? TenantService : `coodie:tenants:${name}`;
}

/**
 * The token of a connection's BackfillService: the class itself for the default connection.
 * @publicApi
 */
export function getBackfillServiceToken(name = DEFAULT_CONNECTION): InjectionToken {
  return name === DEFAULT_CONNECTION ? BackfillService : `coodie:backfills:${name}`;
}

/**
 * Injects the driver's client of a connection.
 * @publicApi
 */
export const InjectClient = (name?: string): ReturnType<typeof Inject> => Inject(getClientToken(name));

/**
 * Injects the SchemaService of a connection.
 * @publicApi
 */
export const InjectSchemaService = (name?: string): ReturnType<typeof Inject> => Inject(getSchemaServiceToken(name));

/**
 * Injects the MigrationService of a connection.
 * @publicApi
 */
export const InjectMigrationService = (name?: string): ReturnType<typeof Inject> =>
  Inject(getMigrationServiceToken(name));

/**
 * Injects the TenantService of a connection.
 * @publicApi
 */
export const InjectTenantService = (name?: string): ReturnType<typeof Inject> => Inject(getTenantServiceToken(name));

/**
 * Injects the BackfillService of a connection.
 * @publicApi
 */
export const InjectBackfillService = (name?: string): ReturnType<typeof Inject> =>
  Inject(getBackfillServiceToken(name));
