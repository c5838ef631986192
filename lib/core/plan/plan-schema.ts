import { renderChange } from '../cql/render-change.js';
import type { ApplicableChange, Change } from '../diff/change.js';
import { describeChange } from '../diff/describe-change.js';
import type { Difference } from '../diff/difference.js';
import { diffSchema } from '../diff/diff-schema.js';
import { separateDrift } from '../diff/drift.js';
import { gate } from '../diff/gate.js';
import type { Policy } from '../diff/policy.js';
import { isApplicable, riskOf, type Risk } from '../diff/risk.js';
import { withoutOwnTables } from '../diff/scope.js';
import type { SchemaModel } from '../model/schema-model.js';

/** One difference that the entities ask to remove. An impossible one has no statements. */
export interface PlannedChange {
  readonly change: Change;
  readonly risk: Risk;
  readonly differences: readonly Difference[];
  readonly statements: readonly string[];
}

/** What stands between a live keyspace and the entities. */
export interface SchemaPlan {
  readonly keyspace: string;
  readonly changes: readonly PlannedChange[];
  /** The CQL of all changes, in order. */
  readonly statements: readonly string[];
  /** What the database has and no entity declares: left alone. */
  readonly drift: readonly Difference[];
}

/** The differences between a schema as it is and as declared; says nothing about what is allowed. */
export function planSchema(actual: SchemaModel, desired: SchemaModel, policy: Policy): SchemaPlan {
  const { changes, drift } = separateDrift(diffSchema(withoutOwnTables(actual), desired), policy);
  return planOf(desired.keyspace, changes, drift.flatMap(describeChange));
}

/** A plan for other changes than the difference itself, such as the same ones with more known about them. */
export function planOf(keyspace: string, changes: readonly Change[], drift: readonly Difference[]): SchemaPlan {
  const planned = changes.map(planChange);
  return { keyspace, changes: planned, statements: planned.flatMap(({ statements }) => statements), drift };
}

/**
 * The changes of a plan that a policy lets run.
 * @throws UnsafeChangesError with everything that it does not
 */
export function allowedChanges({ changes }: SchemaPlan, policy: Policy): readonly ApplicableChange[] {
  return gate(
    changes.map(({ change }) => change),
    policy,
  );
}

function planChange(change: Change): PlannedChange {
  return {
    change,
    risk: riskOf(change),
    differences: describeChange(change),
    statements: isApplicable(change) ? renderChange(change) : [],
  };
}
