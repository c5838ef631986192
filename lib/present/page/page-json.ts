import type { BackfillStatus } from '../../backfill/backfill-status.js';
import { messageOf } from '../../core/error.js';
import { diagramJson, type DiagramJson } from '../../core/erd/describe-diagram.js';
import { holderJson, type HolderJson } from '../lock-holder.presenter.js';
import { planJson, type PlanJson } from '../plan.presenter.js';
import { statusJson, type StatusJson } from '../status-json.js';
import type { TenantStatus } from '../../migrations/migration-tenants.js';
import type { ConnectionView, Reading } from './page-view.js';

export interface SchemaJson extends DiagramJson {
  readonly connection: string;
  /** Absent where there are no entities to compare with. */
  readonly plan: PlanJson | undefined;
}

export interface MigrationsJson extends StatusJson {
  readonly connection: string;
  readonly lock: HolderJson | null;
  readonly backfills: readonly BackfillStatus[];
  /** Absent where the application has no tenants. */
  readonly tenants: readonly TenantJson[] | undefined;
}

export interface TenantJson {
  readonly keyspace: string;
  readonly migrations: StatusJson['migrations'];
  /** The reason why nothing is known of them. */
  readonly error?: string;
}

/** The schema of the database, and its differences from the entities. */
export function schemaJson({ name, diagram, drawn, plan }: ConnectionView): Reading<SchemaJson> {
  if (drawn.kind === 'failed') return drawn;
  if (plan.kind === 'failed') return plan;
  const differences = plan.value ? planJson(plan.value) : undefined;
  return { kind: 'read', value: { connection: name, ...diagramJson(diagram), plan: differences } };
}

/** The migrations as `migrate status --json` has them, and the lock. */
export function migrationsJson(connection: ConnectionView): Reading<MigrationsJson> {
  const { name, holder, migrations, backfills, tenants, ...view } = connection;
  if (migrations.kind === 'failed') return migrations;
  if (holder.kind === 'failed') return holder;
  if (backfills.kind === 'failed') return backfills;
  if (tenants.kind === 'failed') return tenants;
  const status = statusJson({ ...view, migrations: migrations.value });
  return {
    kind: 'read',
    value: {
      connection: name,
      ...status,
      lock: holder.value ? holderJson(holder.value) : null,
      backfills: backfills.value,
      tenants: tenants.value?.map(tenantJson),
    },
  };
}

function tenantJson({ keyspace, migrations, error }: TenantStatus): TenantJson {
  const { migrations: rows } = statusJson({ keyspace, migrations });
  return { keyspace, migrations: rows, ...(error === undefined ? {} : { error: messageOf(error) }) };
}
