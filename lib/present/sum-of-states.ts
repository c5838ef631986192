import type { MigrationState, MigrationStatus } from '../core/history/history.js';

/** The migrations of a tenant in few words. */
export interface SumOfStates {
  /** That of the migration that is worst off. */
  readonly worst: MigrationState;
  /** `3 applied, 1 pending`. */
  readonly counts: string;
  /** The first migration that is not applied. */
  readonly first: string | undefined;
}

/** The later, the worse. */
const STATES: readonly MigrationState[] = ['applied', 'pending', 'missing', 'out-of-order', 'changed', 'failed'];

export function sumOfStates(migrations: readonly MigrationStatus[]): SumOfStates {
  const counts = STATES.flatMap((state) => {
    const count = migrations.filter((migration) => migration.state === state).length;
    return count === 0 ? [] : [`${count} ${state.replaceAll('-', ' ')}`];
  });
  return {
    worst: STATES.findLast((state) => migrations.some((migration) => migration.state === state)) ?? 'applied',
    counts: counts.join(', ') || 'no migrations',
    first: migrations.find(({ state }) => state !== 'applied')?.name,
  };
}
