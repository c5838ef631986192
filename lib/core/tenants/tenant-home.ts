/** Facts on the keyspaces of tenants, from one look at the cluster. */
export interface TenantSurvey {
  /** The keyspaces that exist. */
  readonly keyspaces: ReadonlySet<string>;
  /** Coodie's own tables in each keyspace that has any. */
  readonly ownTables: ReadonlyMap<string, ReadonlySet<string>>;
  /** The tenants that the state keyspace has registered. */
  readonly registered: ReadonlySet<string>;
  /** The tenants of other keyspaces, and those. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/**
 * Place of a tenant's lock and history. `own`: the keyspace had a lock or a history before it became a tenant, and keeps them.
 * `twice`: its history is in both places. `hasLock`: a run that knows nothing of tenants may hold the lock of its own.
 */
export type TenantHome =
  | { readonly kind: 'missing' }
  | { readonly kind: 'elsewhere'; readonly stateKeyspace: string }
  | { readonly kind: 'own' }
  | { readonly kind: 'twice' }
  | { readonly kind: 'state'; readonly hasLock: boolean };

const LOCK = '_coodie_migrations_lock';
const HISTORY = '_coodie_migrations';

export function homeOf(keyspace: string, { keyspaces, ownTables, registered, elsewhere }: TenantSurvey): TenantHome {
  const stateKeyspace = elsewhere.get(keyspace);
  if (stateKeyspace !== undefined) return { kind: 'elsewhere', stateKeyspace };
  if (!keyspaces.has(keyspace)) return { kind: 'missing' };
  const own = ownTables.get(keyspace) ?? new Set();
  if (!registered.has(keyspace)) return own.size > 0 ? { kind: 'own' } : { kind: 'state', hasLock: false };
  return own.has(HISTORY) ? { kind: 'twice' } : { kind: 'state', hasLock: own.has(LOCK) };
}
