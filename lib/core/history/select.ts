import { AmbiguousMigrationError, InvalidStepsError, UnknownMigrationError } from './errors.js';
import type { MigrationStatus } from './history.js';
import { byName } from './reconcile.js';

/** How far to go back: so many migrations, or until `target` is the newest that is applied. */
export type RollbackTarget = { readonly steps: number } | { readonly target: string };

/**
 * The migrations to apply, in order: all that are pending, or those up to and with `target`.
 * @throws UnknownMigrationError | AmbiguousMigrationError
 */
export function selectForUpgrade(history: readonly MigrationStatus[], target?: string): readonly MigrationStatus[] {
  const last = target === undefined ? undefined : resolveTarget(history, target);
  return history
    .filter(({ state, failure }) => state === 'pending' || state === 'out-of-order' || failure?.direction === 'upgrade')
    .filter(({ name }) => last === undefined || byName(name, last) <= 0);
}

/**
 * The migrations to roll back, the last applied first.
 * @throws UnknownMigrationError | AmbiguousMigrationError | InvalidStepsError
 */
export function selectForDowngrade(
  history: readonly MigrationStatus[],
  target: RollbackTarget,
): readonly MigrationStatus[] {
  const applied = history
    .filter(({ appliedAt, state }) => appliedAt !== undefined || state === 'changed')
    .toSorted(lastApplied);
  if ('steps' in target) return applied.slice(0, checkedSteps(target.steps));
  const last = resolveTarget(applied, target.target);
  return applied.slice(
    0,
    applied.findIndex(({ name }) => name === last),
  );
}

function lastApplied(a: MigrationStatus, b: MigrationStatus): number {
  return Number(b.appliedAt ?? 0) - Number(a.appliedAt ?? 0) || byName(b.name, a.name);
}

function checkedSteps(steps: number): number {
  if (!Number.isInteger(steps) || steps < 1) throw new InvalidStepsError(steps);
  return steps;
}

/** The one migration that has this name, or begins with it; `20260115_001` does not mean `20260115_0010_…`. */
export function resolveTarget(history: readonly MigrationStatus[], target: string): string {
  const names = history.map(({ name }) => name);
  if (names.includes(target)) return target;
  const whole = names.filter((name) => name.startsWith(`${target}_`));
  const matches = whole.length > 0 || target === '' ? whole : names.filter((name) => name.startsWith(target));
  if (matches.length > 1) throw new AmbiguousMigrationError(target, matches);
  if (matches[0] === undefined) throw new UnknownMigrationError(target, names);
  return matches[0];
}
