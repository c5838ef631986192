import type { Ignore } from '../core/diff/ignored.js';
import type { Policy } from '../core/diff/risk.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { ServerKind } from '../core/options/server-profile.js';
import type { Report } from '../core/progress/progress.js';
import type { LeaseLock } from '../lock/lease-lock.js';
import type { MigrationDependencies } from '../migrations/run/dependencies.js';
import type { KeyspaceDefinition } from '../session/driver/create-keyspace.js';
import type { Database } from '../session/session.js';
import type { Telemetry } from '../session/telemetry.js';

/** The tenants of a connection, with every default filled in. */
export interface TenantSettings {
  /** The list, or where to ask for it; undefined where the application has no tenants: then each call names them. */
  readonly keyspaces: readonly string[] | (() => Promise<readonly string[]> | readonly string[]) | undefined;
  /** The keyspace that keeps the lock and the history of the tenants. */
  readonly stateKeyspace: string;
  readonly createKeyspace: KeyspaceDefinition | undefined;
  /** Requests at once while reading. */
  readonly concurrency: number;
  readonly onError: 'continue' | 'stop';
}

/** A connection to the keyspace of a tenant: names without a keyspace mean that one. */
export interface TenantConnection {
  readonly database: Database;
  close(): Promise<void>;
}

export interface TenantDependencies {
  readonly settings: TenantSettings;
  /** The connection of the application. */
  readonly database: () => Promise<Database>;
  readonly connect: (keyspace: string) => Promise<TenantConnection>;
  readonly lock: (database: Database) => LeaseLock;
  /** Seconds. */
  readonly lockWait: number;
  /** The schema that the entities declare for the connection's keyspace, and so for each tenant. */
  readonly declared: () => SchemaModel | undefined;
  readonly policy: Policy;
  readonly ignore: Ignore;
  readonly serverKind: ServerKind | undefined;
  readonly migrations: Omit<MigrationDependencies, 'database'>;
  readonly report: Report;
  readonly telemetry: Telemetry;
}
