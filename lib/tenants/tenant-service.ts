import type { SchemaPlan } from '../core/plan/plan-schema.js';
import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import { SchemaDriftError } from '../schema/errors.js';
import { listTenants } from './list-tenants.js';
import { TenantMigrations, type MigratedTenant } from './migrate-tenants.js';
import { TenantSync, type SyncedTenant } from './sync-tenants.js';
import type { TenantDependencies } from './tenant-dependencies.js';
import {
  assertTenantOptions,
  type TenantChoice,
  type TenantMigrateOptions,
  type TenantSyncOptions,
} from './tenant-options.js';
import { readTenantStatus, type TenantStatus } from './tenant-status.js';
import { attempt, settled } from './tenant-work.js';

/**
 * Keeps the keyspaces of tenants in sync with the entities of one connection, and migrates them. Another keyspace keeps
 * their lock and their history, so that a tenant has no table of coodie's own.
 * @publicApi
 */
export class TenantService {
  constructor(private readonly dependencies: TenantDependencies) {}

  /**
   * The keyspaces of the tenants.
   * @throws InvalidTenantsError
   */
  keyspaces(): Promise<readonly string[]> {
    return listTenants(this.dependencies.settings);
  }

  /**
   * Brings every tenant in sync with the entities, whatever becomes of the others; answers what ran, or would run.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async sync(options: TenantSyncOptions = {}): Promise<readonly TenantOutcome<SyncedTenant>[]> {
    assertTenantOptions('sync', options);
    const { dryRun = false, dropRemovedIndexes, lockWait = this.dependencies.lockWait } = options;
    const tenants = await this.chosen(options);
    return new TenantSync(this.dependencies, { dryRun, dropRemovedIndexes, lockWait }).run(tenants);
  }

  /**
   * Applies what is pending to every tenant, whatever becomes of the others; answers what ran, or would run.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async migrate(options: TenantMigrateOptions = {}): Promise<readonly TenantOutcome<MigratedTenant>[]> {
    assertTenantOptions('migrate', options);
    const { dryRun = false, target, lockWait = this.dependencies.lockWait } = options;
    const tenants = await this.chosen(options);
    return new TenantMigrations(this.dependencies, { dryRun, target, lockWait }).run(tenants);
  }

  /**
   * Every migration of every tenant and where it stands. Reads only.
   * @throws InvalidTenantsError
   */
  async status(options: TenantChoice = {}): Promise<readonly TenantStatus[]> {
    assertTenantOptions('choose', options);
    return readTenantStatus(this.dependencies, await this.chosen(options));
  }

  /**
   * Differences between the schema of each tenant and the entities. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async plan(options: TenantChoice = {}): Promise<readonly SchemaPlan[]> {
    const outcomes = await this.plans(options, (plan) => plan);
    return outcomes.flatMap((outcome) => (outcome.state === 'done' ? [outcome.plan] : []));
  }

  /**
   * Makes sure that the schema of each tenant is what the entities declare. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async verify(options: TenantChoice = {}): Promise<void> {
    await this.plans(options, (plan) => {
      if (plan.changes.length > 0 || plan.drift.length > 0) throw new SchemaDriftError(plan);
      return plan;
    });
  }

  private async plans(options: TenantChoice, check: (plan: SchemaPlan) => SchemaPlan) {
    assertTenantOptions('choose', options);
    const tenants = await this.chosen(options);
    const wish = { dryRun: true, dropRemovedIndexes: undefined, lockWait: 0 };
    const plans = await new TenantSync(this.dependencies, wish).plans(tenants);
    const outcomes = await Promise.all(
      [...plans].map(([keyspace, plan]) =>
        attempt(keyspace, async () => {
          if (plan instanceof Error) throw plan;
          return { plan: check(plan) };
        }),
      ),
    );
    return settled(tenants, outcomes);
  }

  private chosen({ only }: TenantChoice): Promise<readonly string[]> {
    return listTenants(this.dependencies.settings, only);
  }
}
