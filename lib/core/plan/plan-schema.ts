import type { ApplicableChange, Change, CreateIndex, CreateView } from '../diff/change.js';
import { describeChange } from '../diff/describe-change.js';
import { diffSchema } from '../diff/diff-schema.js';
import type { Difference } from '../diff/difference.js';
import { isAskedFor, separateDrift } from '../diff/drift.js';
import { UnsafeChangesError } from '../diff/errors.js';
import { type Ignore, withoutIgnored, withoutOwnTables } from '../diff/ignored.js';
import { linesOfSteps, stepsOf } from '../diff/impossible-steps.js';
import { findObstacles } from '../diff/obstacles/find-obstacles.js';
import { isApplicable, isRiskier, type Policy, type Risk, riskOf } from '../diff/risk.js';
import { formatReplication, sameReplication } from '../model/replication.js';
import type { SchemaModel } from '../model/schema-model.js';
import { scyllaSpelling } from '../options/scylla-spelling.js';
import type { ServerProfile } from '../options/server-profile.js';
import { renderChange } from '../render/render-change.js';
import { type SchemaNote, unmanagedNotes } from './unmanaged-notes.js';

/** One difference that the entities ask to remove. An impossible one has no statements. */
export interface PlannedChange {
  readonly change: Change;
  readonly risk: Risk;
  readonly differences: readonly Difference[];
  readonly statements: readonly string[];
  /** Numbered steps of a workaround, if there is no statement. */
  readonly instead: readonly string[];
}

/** Differences between a live keyspace and the entities. */
export interface SchemaPlan {
  readonly keyspace: string;
  readonly changes: readonly PlannedChange[];
  /** The CQL of all changes, in order. */
  readonly statements: readonly string[];
  /** Drift: objects that the database has and no entity declares. Never changed. */
  readonly drift: readonly Difference[];
  /** Notes on what the database has and coodie does not manage. No difference. */
  readonly notes: readonly SchemaNote[];
}

export interface Planning {
  readonly policy: Policy;
  /** Without it the plan does not know what this server would refuse. */
  readonly server?: ServerProfile | undefined;
  /** Tables that have rows, so that an index or a view on them is costly to build. */
  readonly populated?: ReadonlySet<string> | undefined;
  /** Whether statements name the keyspace, because the connection has another. */
  readonly qualify?: boolean | undefined;
  /** Part of the live schema that is ignored. */
  readonly ignore?: Ignore | undefined;
}

/** The differences between a schema as it is and as declared; says nothing about what is allowed. */
export function planSchema(actual: SchemaModel, desired: SchemaModel, planning: Planning): SchemaPlan {
  const { policy, server, populated, qualify, ignore } = planning;
  const declaredTypes = new Set(desired.types.map(({ name }) => name));
  const visible = withoutIgnored(withoutOwnTables(actual), ignore, declaredTypes);
  const { changes, drift } = separateDrift(diffSchema(visible, desired), policy);
  const possible = server ? findObstacles(actual, changes, server) : changes;
  const qualifier = qualify ? desired.keyspace : undefined;
  const planned = possible.map((change) => planChange(withPopulation(change, populated), server, qualifier));
  return {
    keyspace: desired.keyspace,
    changes: planned,
    statements: planned.flatMap(({ statements }) => statements),
    drift: [...drift.flatMap(describeChange), ...replicationDrift(actual, desired)],
    notes: unmanagedNotes(visible, desired),
  };
}

function withPopulation(change: Change, populated: ReadonlySet<string> | undefined): Change {
  return isBuilt(change) && populated?.has(builtFrom(change)) ? { ...change, populated: true } : change;
}

/** Whether the server reads the rows of a table for a change: it builds an index or a view. */
export function isBuilt(change: Change): change is CreateIndex | CreateView {
  return change.kind === 'create-index' || change.kind === 'create-view';
}

/** The table whose rows the server reads. */
export function builtFrom(change: CreateIndex | CreateView): string {
  return change.kind === 'create-index' ? change.table : change.view.baseTable;
}

/** Replication is never altered: a change needs repairs, and is up to the operators of the cluster. */
function replicationDrift(actual: SchemaModel, desired: SchemaModel): readonly Difference[] {
  if (!actual.replication || !desired.replication || sameReplication(actual.replication, desired.replication))
    return [];
  const [from, to] = [formatReplication(actual.replication), formatReplication(desired.replication)];
  const object = { kind: 'keyspace', name: desired.keyspace } as const;
  return [{ sign: '~', object, part: { kind: 'option', name: 'replication' }, from, to }];
}

/**
 * Makes sure that a policy lets everything of a plan run.
 * @throws UnsafeChangesError with everything that it does not
 */
export function assertAllowed({ changes }: SchemaPlan, policy: Policy): void {
  gate(
    changes.map(({ change }) => change),
    policy,
  );
}

function planChange(change: Change, server: ServerProfile | undefined, qualifier: string | undefined): PlannedChange {
  const spelled = (known: ApplicableChange) => (server?.kind === 'scylla' ? inScylla(known) : known);
  return {
    change,
    risk: riskOf(change),
    differences: describeChange(change),
    instead: linesOfSteps(stepsOf(change)),
    statements: isApplicable(change) ? renderChange(spelled(change), qualifier) : [],
  };
}

/** The same change with its options in the words that ScyllaDB takes. */
function inScylla(change: ApplicableChange): ApplicableChange {
  switch (change.kind) {
    case 'create-table':
      return { ...change, table: { ...change.table, options: scyllaSpelling(change.table.options) } };
    case 'create-view':
      return { ...change, view: { ...change.view, options: scyllaSpelling(change.view.options) } };
    case 'alter-options':
      return { ...change, to: scyllaSpelling(change.to) };
    case 'alter-view-options':
      return { ...change, to: scyllaSpelling(change.to) };
    default:
      return change;
  }
}

/**
 * The only way from `Change` to `ApplicableChange`: what is refused cannot be rendered.
 * @throws UnsafeChangesError with everything that the policy does not allow
 */
export function gate(changes: readonly Change[], policy: Policy): readonly ApplicableChange[] {
  const refused = changes.filter((change) => !isAllowed(change, policy));
  if (refused.length > 0) throw new UnsafeChangesError(refused);
  return changes.filter(isApplicable);
}

function isAllowed(change: Change, policy: Policy): boolean {
  if (change.kind === 'replace-index' && policy.dropRemovedIndexes) return true;
  return isAskedFor(change, policy) || !isRiskier(riskOf(change), policy.allow);
}
