/** Outcome of the work on one tenant; `T` tells what was done. `not-tried`: the run had stopped before. */
export type TenantOutcome<T> =
  | { readonly keyspace: string; readonly state: 'unchanged' }
  | ({ readonly keyspace: string; readonly state: 'done' } & T)
  | { readonly keyspace: string; readonly state: 'failed'; readonly error: unknown }
  | { readonly keyspace: string; readonly state: 'not-tried' };

export type TenantState = TenantOutcome<unknown>['state'];

/** `96 unchanged, 3 done, 1 failed`; states without tenants are omitted. */
export function countStates(outcomes: readonly { readonly state: TenantState }[]): string {
  const counts = STATES.map((state) => [state, outcomes.filter((outcome) => outcome.state === state).length] as const);
  return (
    counts.flatMap(([state, count]) => (count > 0 ? [`${count} ${state.replace('-', ' ')}`] : [])).join(', ') || 'none'
  );
}

const STATES: readonly TenantState[] = ['unchanged', 'done', 'failed', 'not-tried'];
