import type { MigrationPlan } from '../core/history/migration-plan.js';
import { homeOf } from '../core/tenants/tenant-home.js';
import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import { type MigrationLog, readLog } from '../migrations/history/read-log.js';
import { planMigrations } from '../migrations/run/plan-migrations.js';
import { inTurns } from '../session/in-time.js';
import { type Surveyed, surveyTenants } from '../session/survey-tenants.js';
import { tenantDatabase } from '../session/tenant-database.js';
import { FixedSource } from './fixed-source.js';
import type { TenantDependencies } from './tenant-dependencies.js';
import { TenantHistories } from './tenant-histories.js';
import { liveSchema, upgradeRun } from './tenant-runs.js';
import { attempt, settled } from './tenant-work.js';
import { homeError, inKeyspace } from './under-state-lock.js';

/** The plan of the migrations of a tenant. */
export interface PlannedTenant {
  readonly plan: MigrationPlan;
}

/**
 * Plans the migrations of each tenant. Reads only.
 * @throws TenantsFailedError
 */
export async function planTenants(
  dependencies: TenantDependencies,
  tenants: readonly string[],
  target: string | undefined,
): Promise<readonly TenantOutcome<PlannedTenant>[]> {
  const { settings } = dependencies;
  const connection = await dependencies.database();
  const migrations = { ...dependencies.migrations, source: new FixedSource(dependencies.migrations.source) };
  const histories = await new TenantHistories(connection, settings, migrations.source).read(tenants);
  const { select } = upgradeRun(target, settings);
  const outcomes = await inTurns(histories, settings.concurrency, (found) =>
    attempt(found.keyspace, async () => {
      if (found.kind === 'unknown') throw found.error;
      const { history } = found;
      const { session } = inKeyspace(connection, found.keyspace);
      const selected = await select(migrations, history, session);
      const live = () => liveSchema(session, settings);
      return { plan: await planMigrations({ session, history, selected, target, live }) };
    }),
  );
  return settled(tenants, outcomes);
}

/**
 * The newest events in the log of each tenant. Reads only.
 * @throws TenantsFailedError
 */
export async function readTenantLogs(
  dependencies: TenantDependencies,
  tenants: readonly string[],
  limit: number,
): Promise<readonly TenantOutcome<MigrationLog>[]> {
  const { stateKeyspace, concurrency } = dependencies.settings;
  const { session } = await dependencies.database();
  const survey = await surveyTenants(session, tenants, stateKeyspace);
  const outcomes = await inTurns(tenants, concurrency, (keyspace) =>
    attempt(keyspace, () => logOf(keyspace, survey, dependencies, limit)),
  );
  return settled(tenants, outcomes);
}

async function logOf(
  keyspace: string,
  survey: Surveyed,
  { database, settings }: TenantDependencies,
  limit: number,
): Promise<MigrationLog> {
  const { stateKeyspace, createKeyspace } = settings;
  const home = homeOf(keyspace, survey);
  if (home.kind === 'missing' && createKeyspace) return { lines: [], total: 0 };
  if (home.kind !== 'own' && home.kind !== 'state') throw homeError(keyspace, home, stateKeyspace);
  const own = inKeyspace(await database(), keyspace);
  return readLog((home.kind === 'own' ? own : tenantDatabase(own, stateKeyspace)).session, limit);
}
