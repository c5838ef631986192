export interface SyncOptions {
  /** Answers what would run, and sends nothing. */
  readonly dryRun?: boolean | undefined;
  /** Whether indexes that no entity declares any more are dropped. */
  readonly dropRemovedIndexes?: boolean | undefined;
  /** Seconds to wait for another run that holds the lock. */
  readonly lockWait?: number | undefined;
}

export interface SyncKeyspacesOptions extends SyncOptions {
  /** Keyspaces to sync in place of the connection's own, as with one for each tenant. They must exist. */
  readonly keyspace?: string | readonly string[] | undefined;
  /** How many keyspaces are synced at once: 4 by default. */
  readonly concurrency?: number | undefined;
}
