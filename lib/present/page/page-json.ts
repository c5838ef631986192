import { diagramJson, type DiagramJson } from '../../core/erd/describe-diagram.js';
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
}

/** The schema of the database, and its differences from the entities. */
export function schemaJson({ name, diagram, drawn, plan }: ConnectionView): Reading<SchemaJson> {
  if (drawn.kind === 'failed') return drawn;
  if (plan.kind === 'failed') return plan;
  const differences = plan.value ? planJson(plan.value) : undefined;
  return { kind: 'read', value: { connection: name, ...diagramJson(diagram), plan: differences } };
}

/** The migrations as `migrate status --json` has them, and the lock. */
export function migrationsJson({ name, holder, migrations, ...view }: ConnectionView): Reading<MigrationsJson> {
  if (migrations.kind === 'failed') return migrations;
  if (holder.kind === 'failed') return holder;
  const status = statusJson({ ...view, migrations: migrations.value });
  return {
    kind: 'read',
    value: { connection: name, ...status, lock: holder.value ? holderJson(holder.value) : null },
  };
}
