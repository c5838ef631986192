import { CoodieError } from '../error.js';
import { visible } from '../text/visible.js';
import type { Change } from './change.js';
import { explainRefusal, type Refusal } from './explain-refusal.js';
import { linesOfSteps, stepsOf } from './impossible-steps.js';
import { isApplicable } from './risk.js';

/** Differences that sync must not remove by itself. Nothing was sent. */
export class UnsafeChangesError extends CoodieError {
  readonly code = 'COODIE_UNSAFE_CHANGES';
  readonly refusals: readonly (Refusal & { readonly instead: readonly string[] })[];

  constructor(readonly changes: readonly Change[]) {
    const refusals = changes.map((change) => ({ ...explainRefusal(change), instead: linesOfSteps(stepsOf(change)) }));
    super([headline(changes), ...refusals.flatMap(present), 'Nothing was changed.'].join('\n'));
    this.refusals = refusals;
  }
}

function headline(changes: readonly Change[]): string {
  const count = changes.length === 1 ? '1 difference' : `${changes.length} differences`;
  return changes.some(isApplicable) ? `${count} that sync may not remove` : `${count} that no ALTER can remove`;
}

function present({ where, difference, advice, instead }: UnsafeChangesError['refusals'][number]): readonly string[] {
  const lines = [`  ${where}   ${difference}`, `    ${advice}`, ...instead.map((step) => `      ${step}`)];
  return lines.map(visible);
}
