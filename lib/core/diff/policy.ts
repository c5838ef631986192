import type { Risk } from './risk.js';

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
