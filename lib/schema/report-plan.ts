import { presentDifference, presentDrift } from '../core/diff/present-difference.js';
import { countObjects } from '../core/model/schema-kinds.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { PlannedChange, SchemaPlan } from '../core/plan/plan-schema.js';
import type { DescribedChange, Report } from '../core/progress/progress.js';

export interface Unchanged {
  readonly plan: SchemaPlan;
  readonly reads: number;
  readonly milliseconds: number;
}

export function reportUnchanged(report: Report, desired: SchemaModel, { plan, reads, milliseconds }: Unchanged): void {
  const objects = countObjects(desired);
  report({ kind: 'schema-unchanged', keyspace: desired.keyspace, objects, reads, milliseconds });
  reportDrift(report, plan);
}

export function reportPlan(report: Report, plan: SchemaPlan): void {
  report({ kind: 'schema-changes', keyspace: plan.keyspace, changes: plan.changes.map(described) });
  reportDrift(report, plan);
}

function reportDrift(report: Report, { keyspace, drift }: SchemaPlan): void {
  if (drift.length > 0) report({ kind: 'schema-drift', keyspace, drift: drift.map(presentDrift) });
}

function described({ change, differences, statements }: PlannedChange): DescribedChange {
  const slow = change.kind === 'create-index' && change.populated;
  const warning = slow
    ? `${change.table} has data: the index is built in the background and reads may miss rows until it is done`
    : undefined;
  return { text: differences.map(presentDifference).join(', '), statements, warning };
}
