import { AmbiguousMigrationError, InvalidStepsError, UnknownMigrationError } from './errors.js';
import type { MigrationStatus, OutOfOrderPolicy } from './history.js';
import { byName } from './reconcile.js';

/** How far to go back: so many migrations, or until `target` is the newest that is applied. */
export type RollbackTarget = { readonly steps: number } | { readonly target: string };

export interface UpgradeWish {
  readonly target?: string | undefined;
  readonly outOfOrder: OutOfOrderPolicy;
}

/**
 * The migrations to apply, in order: all that are pending, or those up to and with `target`. What is half-way in its
 * upgrade is never left out.
 * @throws UnknownMigrationError | AmbiguousMigrationError
 */
export function selectForUpgrade(
  history: readonly MigrationStatus[],
  { target, outOfOrder }: UpgradeWish,
): readonly MigrationStatus[] {
  const last = target === undefined ? undefined : resolveTarget(history, target);
  const isWanted = ({ state, failure }: MigrationStatus) =>
    state === 'pending' || failure?.direction === 'upgrade' || (state === 'out-of-order' && outOfOrder !== 'skip');
  return history.filter(isWanted).filter(({ name }) => last === undefined || byName(name, last) <= 0);
}

/**
 * The migrations to roll back: what is half-way, then the last applied first.
 * @throws UnknownMigrationError | AmbiguousMigrationError | InvalidStepsError
 */
export function selectForDowngrade(
  history: readonly MigrationStatus[],
  target: RollbackTarget,
): readonly MigrationStatus[] {
  const downward = history
    .filter(({ appliedAt, state, failure }) => appliedAt !== undefined || state === 'changed' || failure !== undefined)
    .toSorted(lastTouched);
  if ('steps' in target) return downward.slice(0, checkedSteps(target.steps));
  const last = resolveTarget(downward, target.target);
  return downward.slice(
    0,
    downward.findIndex(({ name }) => name === last),
  );
}

/** A half-way migration comes before the applied ones: nothing can be newer. */
function lastTouched(a: MigrationStatus, b: MigrationStatus): number {
  const isHalf = ({ failure }: MigrationStatus) => Number(failure !== undefined);
  return isHalf(b) - isHalf(a) || Number(b.appliedAt ?? 0) - Number(a.appliedAt ?? 0) || byName(b.name, a.name);
}

function checkedSteps(steps: number): number {
  if (!Number.isInteger(steps) || steps < 1) throw new InvalidStepsError(steps);
  return steps;
}

/** The one migration that has this name, or begins with it; `20260115_001` does not mean `20260115_0010_…`. */
export function resolveTarget(history: readonly Pick<MigrationStatus, 'name'>[], target: string): string {
  const names = history.map(({ name }) => name);
  if (names.includes(target)) return target;
  const whole = names.filter((name) => name.startsWith(`${target}_`));
  const matches = whole.length > 0 || target === '' ? whole : names.filter((name) => name.startsWith(target));
  if (matches.length > 1) throw new AmbiguousMigrationError(target, matches);
  if (matches[0] === undefined) throw new UnknownMigrationError(target, names);
  return matches[0];
}
