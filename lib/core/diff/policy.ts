import type { Risk } from './risk.js';

/** What a sync may do without being asked again. */
export interface Policy {
  /** The riskiest change that runs. `impossible` is not a choice. */
  readonly allow: Exclude<Risk, 'impossible'>;
  /** Whether an index that no entity declares any more is dropped. */
  readonly dropRemovedIndexes: boolean;
}

export const DEFAULT_POLICY: Policy = { allow: 'costly', dropRemovedIndexes: false };
