import type { MigrationStatus } from '../core/history/history.js';
import type { MigrationPlan } from '../core/history/migration-plan.js';
import type { TenantChoice } from '../core/tenants/tenant-names.js';
import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import type { MigrationLog } from './history/read-log.js';
import type { LogOptions, PlanOptions, RollbackOptions } from './migration-options.js';
import type { MigrationResult } from './run/migration-result.js';

export interface TenantMigrateOptions extends TenantChoice {
  /** Answers what would run, and sends nothing. */
  readonly dryRun?: boolean | undefined;
  /** The last migration to apply: its name, or as much of it as is unique. */
  readonly target?: string | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface TenantRollbackOptions extends TenantChoice, Omit<RollbackOptions, 'expected'> {
  /**
   * The names of what may be rolled back, by tenant, for who has looked at it before. By default what there is when the
   * rollback is asked for.
   */
  readonly expected?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface TenantPlanOptions extends TenantChoice, Pick<PlanOptions, 'target'> {}

export interface TenantLogOptions extends TenantChoice, LogOptions {}

/** The migrations that were applied to a tenant or rolled back, or would be. */
export interface MigratedTenant {
  readonly migrations: readonly MigrationResult[];
}

/** The migrations of a tenant and where each stands. */
export interface TenantStatus {
  readonly keyspace: string;
  readonly migrations: readonly MigrationStatus[];
  /** The reason why nothing is known of them. */
  readonly error?: unknown;
}

/** Events in the log of a tenant. */
export interface TenantLog extends MigrationLog {
  readonly keyspace: string;
}

/** The migrations of every tenant, or of those that `only` names. */
export interface MigrationTenants {
  /**
   * Applies what is pending to every tenant, whatever becomes of the others; answers what ran, or would run.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  apply(options?: TenantMigrateOptions): Promise<readonly TenantOutcome<MigratedTenant>[]>;
  /**
   * Rolls back in every tenant, whatever becomes of the others: one migration of each, or as many as `steps` says, or
   * until `target` is the newest.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  rollback(options?: TenantRollbackOptions): Promise<readonly TenantOutcome<MigratedTenant>[]>;
  /**
   * Plans `apply` for each tenant. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  plan(options?: TenantPlanOptions): Promise<readonly MigrationPlan[]>;
  /**
   * Every migration of every tenant and where it stands. Reads only.
   * @throws InvalidTenantsError
   */
  status(options?: TenantChoice): Promise<readonly TenantStatus[]>;
  /**
   * The events in the log of each tenant, the newest first. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  log(options?: TenantLogOptions): Promise<readonly TenantLog[]>;
}
