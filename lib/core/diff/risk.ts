import type { ApplicableChange, Change } from './change.js';

export const RISKS = ['safe', 'costly', 'destructive', 'impossible'] as const;

/**
 * Risk of a change. `costly` loads the cluster; `destructive` loses data or breaks queries; `impossible` has no
 * statement.
 */
export type Risk = (typeof RISKS)[number];

/** The table of risks: one line for each kind of change. */
export const RISK_OF: Readonly<Record<Change['kind'], Risk>> = {
  'create-type': 'safe',
  'add-field': 'safe',
  'create-table': 'safe',
  'add-columns': 'safe',
  'alter-options': 'safe',
  'create-index': 'safe',
  'create-view': 'safe',
  'alter-view-options': 'safe',
  'replace-index': 'destructive',
  'drop-index': 'destructive',
  'drop-view': 'destructive',
  'drop-columns': 'destructive',
  'drop-table': 'destructive',
  'drop-type': 'destructive',
  'change-key': 'impossible',
  'change-clustering-order': 'impossible',
  'change-column-type': 'impossible',
  'change-static': 'impossible',
  'drop-field': 'impossible',
  'change-field-type': 'impossible',
  'change-view': 'impossible',
  'manage-table': 'impossible',
  blocked: 'impossible',
};

export function riskOf(change: Change): Risk {
  const builds = change.kind === 'create-index' || change.kind === 'create-view';
  return builds && change.populated ? 'costly' : RISK_OF[change.kind];
}

/** Whether there is a statement for the change at all. */
export function isApplicable(change: Change): change is ApplicableChange {
  return riskOf(change) !== 'impossible';
}

export function isRiskier(risk: Risk, limit: Risk): boolean {
  return RISKS.indexOf(risk) > RISKS.indexOf(limit);
}

/** Changes that a sync may make. */
export interface Policy {
  /** The riskiest change that runs. `impossible` is not a choice. */
  readonly allow: Exclude<Risk, 'impossible'>;
  /** Whether an index that no entity declares any more is dropped. */
  readonly dropRemovedIndexes: boolean;
  /** Objects that may be dropped, each by its name: columns as `table.column`. */
  readonly drop: { readonly columns: readonly string[]; readonly tables: readonly string[] };
}

export const DEFAULT_POLICY: Policy = { allow: 'costly', dropRemovedIndexes: false, drop: { columns: [], tables: [] } };
