import type { ApplicableChange, Change } from './change.js';
import { isAskedFor } from './drift.js';
import { UnsafeChangesError } from './errors.js';
import { isApplicable, isRiskier, type Policy, riskOf } from './risk.js';

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
