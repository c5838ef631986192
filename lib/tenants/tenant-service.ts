import type { MigrationPlan } from '../core/history/migration-plan.js';
import type { SchemaPlan } from '../core/plan/plan-schema.js';
import type { TenantChoice } from '../core/tenants/tenant-names.js';
import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import { DEFAULT_LOG_LIMIT } from '../migrations/history/read-log.js';
import type {
  MigratedTenant,
  TenantLog,
  TenantLogOptions,
  TenantMigrateOptions,
  TenantPlanOptions,
  TenantRollbackOptions,
  TenantStatus,
} from '../migrations/migration-tenants.js';
import { SchemaDriftError } from '../schema/errors.js';
import type { SyncedTenant, TenantSyncOptions } from '../schema/schema-tenants.js';
import { listTenants } from './list-tenants.js';
import type { TenantDependencies } from './tenant-dependencies.js';
import { assertTenantOptions } from './tenant-options.js';
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
   * Brings every tenant in sync with the entities, whatever becomes of the others; returns what ran, or would run.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async sync(options: TenantSyncOptions = {}): Promise<readonly TenantOutcome<SyncedTenant>[]> {
    assertTenantOptions('sync', options);
    const { dryRun = false, dropRemovedIndexes, lockWait = this.dependencies.lockWait } = options;
    const tenants = await this.chosen(options);
    // Only who has tenants, and works on them, loads the rest: an application without any starts without it.
    const { TenantSync } = await import('./sync-tenants.js');
    return new TenantSync(this.dependencies, { dryRun, dropRemovedIndexes, lockWait }).run(tenants);
  }

  /**
   * Applies what is pending to every tenant, whatever becomes of the others; returns what ran, or would run.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async migrate(options: TenantMigrateOptions = {}): Promise<readonly TenantOutcome<MigratedTenant>[]> {
    assertTenantOptions('migrate', options);
    const { dryRun = false, target, lockWait = this.dependencies.lockWait } = options;
    const tenants = await this.chosen(options);
    const [{ TenantMigrations }, { upgradeRun }] = await loadRuns();
    const run = upgradeRun(target, this.dependencies.settings);
    return new TenantMigrations(this.dependencies, { dryRun, lockWait, run }).run(tenants);
  }

  /**
   * Rolls back in every tenant, whatever becomes of the others; returns what ran, or would run.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async rollback(options: TenantRollbackOptions = {}): Promise<readonly TenantOutcome<MigratedTenant>[]> {
    assertTenantOptions('rollback', options);
    const { steps = 1, target, expected, dryRun = false, lockWait = this.dependencies.lockWait } = options;
    const tenants = await this.chosen(options);
    const [{ TenantMigrations }, { downgradeRun }] = await loadRuns();
    const run = downgradeRun(target === undefined ? { steps } : { target }, expected);
    return new TenantMigrations(this.dependencies, { dryRun, lockWait, run }).run(tenants);
  }

  /**
   * Plans `migrate` for each tenant. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async planMigrations(options: TenantPlanOptions = {}): Promise<readonly MigrationPlan[]> {
    assertTenantOptions('plan', options);
    const tenants = await this.chosen(options);
    const { planTenants } = await import('./read-tenants.js');
    const outcomes = await planTenants(this.dependencies, tenants, options.target);
    return outcomes.flatMap((outcome) => (outcome.state === 'done' ? [outcome.plan] : []));
  }

  /**
   * The events in the log of each tenant, the newest first. Reads only.
   * @throws InvalidTenantsError | TenantsFailedError
   */
  async log(options: TenantLogOptions = {}): Promise<readonly TenantLog[]> {
    assertTenantOptions('log', options);
    const tenants = await this.chosen(options);
    const { readTenantLogs } = await import('./read-tenants.js');
    const outcomes = await readTenantLogs(this.dependencies, tenants, options.limit ?? DEFAULT_LOG_LIMIT);
    return outcomes.flatMap((outcome) =>
      outcome.state === 'done' ? [{ keyspace: outcome.keyspace, lines: outcome.lines, total: outcome.total }] : [],
    );
  }

  /**
   * Every migration of every tenant and where it stands. Reads only.
   * @throws InvalidTenantsError
   */
  async status(options: TenantChoice = {}): Promise<readonly TenantStatus[]> {
    assertTenantOptions('choose', options);
    const { readTenantStatus } = await import('./tenant-status.js');
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
    const { TenantSync } = await import('./sync-tenants.js');
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

const loadRuns = () => Promise.all([import('./migrate-tenants.js'), import('./tenant-runs.js')]);
