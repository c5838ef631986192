import type { TenantOutcome } from '../core/tenants/tenant-outcome.js';
import { TenantsFailedError } from './errors.js';

/** Work for one tenant; returns undefined if there was nothing to do. */
export type TenantWork<T> = () => Promise<T | undefined>;

export interface TurnOptions {
  readonly onError: 'continue' | 'stop';
  /** Whether the run has to stop: the lock is lost, or the run was asked to. */
  readonly isOver: () => boolean;
}

/** Works on one tenant after the other, whatever becomes of those before, until the run is over. */
export async function inTurn<I extends { readonly keyspace: string }, T>(
  items: readonly I[],
  { onError, isOver }: TurnOptions,
  work: (item: I, position: number) => Promise<T | undefined>,
): Promise<readonly TenantOutcome<T>[]> {
  const outcomes: TenantOutcome<T>[] = [];
  for (const [position, item] of items.entries()) {
    const { keyspace } = item;
    const hasFailed = onError === 'stop' && outcomes.some(({ state }) => state === 'failed');
    outcomes.push(
      hasFailed || isOver() ? { keyspace, state: 'not-tried' } : await attempt(keyspace, () => work(item, position)),
    );
  }
  return outcomes;
}

/** The outcome of work on one tenant, failed or not. */
export async function attempt<T>(keyspace: string, work: TenantWork<T>): Promise<TenantOutcome<T>> {
  try {
    const done = await work();
    return done === undefined ? { keyspace, state: 'unchanged' } : { keyspace, state: 'done', ...done };
  } catch (error) {
    return { keyspace, state: 'failed', error };
  }
}

/**
 * The outcomes in the order of the tenants.
 * @throws TenantsFailedError where one failed, or was not tried
 */
export function settled<T>(
  tenants: readonly string[],
  outcomes: readonly TenantOutcome<T>[],
): readonly TenantOutcome<T>[] {
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.keyspace, outcome]));
  const ordered = tenants.flatMap((keyspace) => outcomeOf.get(keyspace) ?? []);
  if (ordered.some(({ state }) => state === 'failed' || state === 'not-tried')) throw new TenantsFailedError(ordered);
  return ordered;
}
