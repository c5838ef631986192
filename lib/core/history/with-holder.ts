import type { LockHolder } from '../progress/lock-holder.js';
import type { MigrationStatus } from './history.js';
import type { Unfinished } from './journal-step.js';

/** A migration that looks failed may be under way: as long as its process holds the lock, the lock holder is added. */
export function withHolder(
  statuses: readonly MigrationStatus[],
  unfinished: ReadonlyMap<string, Unfinished>,
  holder: LockHolder | undefined,
): readonly MigrationStatus[] {
  if (!holder) return statuses;
  const isTheirs = (name: string) => unfinished.get(name)?.steps.some(({ owner }) => owner === holder.owner);
  return statuses.map((status) => {
    const { name, failure } = status;
    return failure && isTheirs(name) ? { ...status, failure: { ...failure, holder } } : status;
  });
}
