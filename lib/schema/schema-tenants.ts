import type { SchemaPlan } from '../core/plan/plan-schema.js';
import type { TenantChoice } from '../core/tenants/tenant-names.js';
import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';

export interface TenantSyncOptions extends TenantChoice {
  /** Answers what would run, and sends nothing. */
  readonly dryRun?: boolean | undefined;
  /** Whether indexes that no entity declares any more are dropped. */
  readonly dropRemovedIndexes?: boolean | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

/** The CQL that ran for a tenant, or would run. */
export interface SyncedTenant {
  readonly statements: readonly string[];
}

/** The schema of every tenant, or of those that `only` names. */
export interface SchemaTenants {
  /**
   * Brings every tenant in sync with the entities, whatever becomes of the others; answers what ran, or would run.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  sync(options?: TenantSyncOptions): Promise<readonly TenantOutcome<SyncedTenant>[]>;
  /**
   * Differences between the schema of each tenant and the entities. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  plan(options?: TenantChoice): Promise<readonly SchemaPlan[]>;
  /**
   * Makes sure that the schema of each tenant is what the entities declare. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  verify(options?: TenantChoice): Promise<void>;
}
