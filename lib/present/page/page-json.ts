import { diagramJson, type DiagramJson } from '../../core/erd/describe-diagram.js';
import type { TenantStatus } from '../../migrations/migration-tenants.js';
import { backfillJson } from '../backfill.presenter.js';
import { errorJson, type ErrorJson } from '../error.presenter.js';
import { holderJson, type HolderJson } from '../lock-holder.presenter.js';
import { planJson, type PlanJson } from '../plan.presenter.js';
import { statusJson, type StatusJson } from '../status-json.js';
import type { ConnectionView, Reading } from './page-view.js';

export interface SchemaJson extends DiagramJson {
  readonly connection: string;
  /** Absent where there are no entities to compare with. */
  readonly plan: PlanJson | undefined;
}

export interface MigrationsJson extends StatusJson {
  readonly connection: string;
  readonly lock: HolderJson | null;
  readonly backfills: readonly ReturnType<typeof backfillJson>[];
  /** Absent where the connection has no tenants. */
  readonly tenants: readonly TenantJson[] | undefined;
}

type TenantJson =
  (StatusJson & { readonly state: 'done' }) | (ErrorJson & { readonly keyspace: string; readonly state: 'failed' });

/** The schema of the database, and its differences from the entities. */
export function schemaJson({ name, diagram, drawn, plan }: ConnectionView): Reading<SchemaJson> {
  if (drawn.kind === 'failed') return drawn;
  if (plan.kind === 'failed') return plan;
  const differences = plan.value ? planJson(plan.value) : undefined;
  return { kind: 'read', value: { connection: name, ...diagramJson(diagram), plan: differences } };
}

/** The migrations as `migrate status --json` has them, the lock, backfills and tenants. */
export function migrationsJson({
  name,
  holder,
  migrations,
  backfills,
  tenants,
  keyspace,
}: ConnectionView): Reading<MigrationsJson> {
  if (migrations.kind === 'failed') return migrations;
  if (holder.kind === 'failed') return holder;
  if (backfills.kind === 'failed') return backfills;
  if (tenants?.kind === 'failed') return tenants;
  return {
    kind: 'read',
    value: {
      connection: name,
      ...statusJson({ keyspace, migrations: migrations.value }),
      lock: holder.value ? holderJson(holder.value) : null,
      backfills: backfills.value.map(backfillJson),
      tenants: tenants?.value.map(tenantJson),
    },
  };
}

function tenantJson({ keyspace, migrations, error }: TenantStatus): TenantJson {
  if (error !== undefined) return { keyspace, state: 'failed', ...errorJson(error) };
  return { state: 'done', ...statusJson({ keyspace, migrations }) };
}
