import { visible } from '../text/visible.js';

/** Holder of the lock of a keyspace. Times are the database's. */
export interface LockHolder {
  /** `host:pid:uuid` for coodie; other tools write what they like, and an empty text as well. */
  readonly owner: string;
  readonly acquiredAt: Date | undefined;
  readonly renewedAt: Date | undefined;
  /** Seconds until the lock is gone unless it is renewed; `undefined` where it never expires. */
  readonly expiresIn: number | undefined;
}

/** The owner as it may be shown to people. */
export function ownerName(owner: string): string {
  return owner.trim() === '' ? '(an owner without a name)' : visible(owner);
}

/** Seconds of the shortest lock timeout that a run can keep up with. */
export const LEAST_LOCK_TTL = 3;

/** Seconds of the longest time to live that Cassandra takes: 20 years. */
export const MOST_LOCK_TTL = 630_720_000;
