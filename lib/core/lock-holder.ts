/** Who holds the lock of a keyspace. Times are the database's. */
export interface LockHolder {
  /** `host:pid:uuid` for coodie; other tools write what they like. */
  readonly owner: string;
  readonly acquiredAt: Date | undefined;
  readonly renewedAt: Date | undefined;
  /** Seconds until the lock is gone unless it is renewed; `undefined` where it never expires. */
  readonly expiresIn: number | undefined;
}
