import type { ClientOptions } from 'cassandra-driver';
import type { BackfillService } from '../../backfill/background/backfill-service.js';
import type { Ignore } from '../../core/diff/ignored.js';
import type { Naming } from '../../core/entity/naming.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import type { LeaseLock } from '../../lock/lease-lock.js';
import type { MigrationService } from '../../migrations/migration-service.js';
import type { PulledSources } from '../../schema/pull-sources.js';
import type { ResetPlan } from '../../schema/reset-keyspace.js';
import type { SchemaService } from '../../schema/schema-service.js';
import type { Database } from '../../session/session.js';
import type { TenantService } from '../../tenants/tenant-service.js';

/** Services of one connection of an application, for commands. */
export interface OpenApplication {
  readonly keyspace: string;
  /** Location of the migrations, for messages. */
  readonly migrationsDir: string;
  readonly migrations: MigrationService;
  readonly schema: SchemaService;
  readonly backfills: BackfillService;
  /** Undefined where the application has no list of tenants. */
  readonly tenants: TenantService | undefined;
  /** Part of the keyspace that is never reported and never touched. */
  readonly ignore: Ignore;
  readonly naming: Naming;
  /** Whether a start makes what the entities declare, and no migration knows of it. */
  readonly syncsAtStart: boolean;
  /** The schemas that the entities declare: that of the connection's keyspace first. */
  declared(): readonly SchemaModel[];
  /** The schema of the keyspace as it is. */
  introspect(): Promise<SchemaModel>;
  /** Options of the driver that the connection is made with. */
  clientOptions(): ClientOptions;
  /** The connection, connected. */
  database(): Promise<Database>;
  /** The keyspace as entity classes. */
  pull(): Promise<PulledSources>;
  /** Notes on what the keyspace has, and no schema model: functions, aggregates, triggers. */
  outsideModel(): Promise<readonly string[]>;
  lock(): Promise<LeaseLock>;
  /** The statements that `reset` would send, and the tables that it would leave. */
  planReset(): Promise<ResetPlan>;
  /** Drops what the plan says, or nothing; waits for the lock so many seconds. */
  reset(plan: ResetPlan, lockWait?: number): Promise<ResetPlan>;
  close(): Promise<void>;
}
