import type { Risk } from './risk.js';

/** What a sync may do without being asked again. */
export interface Policy {
  /** The riskiest change that runs. `impossible` is not a choice. */
  readonly allow: Exclude<Risk, 'impossible'>;
  /** Whether an index that no entity declares any more is dropped. */
  readonly dropRemovedIndexes: boolean;
  /** What may be dropped, each by its name: columns as `table.column`. */
  readonly drop: { readonly columns: readonly string[]; readonly tables: readonly string[] };
}

export const DEFAULT_POLICY: Policy = { allow: 'costly', dropRemovedIndexes: false, drop: { columns: [], tables: [] } };
