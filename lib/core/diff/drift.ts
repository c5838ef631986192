import type { Change } from './change.js';
import type { Policy } from './policy.js';

/** A change that takes away what the database has and no entity declares. Left alone unless it was asked for. */
export type DriftChange = Extract<
  Change,
  { readonly kind: 'drop-index' | 'drop-view' | 'drop-columns' | 'drop-table' | 'drop-type' | 'drop-field' }
>;

export interface Sorted {
  readonly changes: readonly Change[];
  readonly drift: readonly DriftChange[];
}

/** Tells what the entities ask for from what the database merely has beside it. */
export function separateDrift(changes: readonly Change[], policy: Policy): Sorted {
  const isLeftAlone = (change: Change): change is DriftChange => isDrift(change) && !isAskedFor(change, policy);
  return { changes: changes.filter((change) => !isLeftAlone(change)), drift: changes.filter(isLeftAlone) };
}

function isDrift(change: Change): change is DriftChange {
  return change.kind.startsWith('drop-');
}

function isAskedFor(change: DriftChange, { dropRemovedIndexes }: Policy): boolean {
  return change.kind === 'drop-index' && dropRemovedIndexes;
}
