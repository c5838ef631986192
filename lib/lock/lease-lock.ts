import type { LockHolder } from '../core/lock-holder.js';
import { messageOf } from '../core/message-of.js';
import type { Report } from '../core/progress.js';
import { existingTables, LOCK_TABLE } from '../session/own-tables.js';
import type { Database } from '../session/session.js';
import { LockHeldError } from './errors.js';
import { RenewedLease, type Lease } from './lease.js';
import { LockRow } from './lock-row.js';

export interface LeaseLockOptions {
  /** `host:pid`. Each hold adds a UUID: an owner is one hold of one process, and no other. */
  readonly process: string;
  /** Seconds until the lock of a dead holder is free; from 3. */
  readonly ttl: number;
  /** Aborts when somebody asks to stop: waiting ends, and so does work that heeds its lease. */
  readonly interruption?: AbortSignal | undefined;
}

export interface HoldOptions {
  /** Seconds to wait for another holder. */
  readonly wait: number;
  readonly report: Report;
}

const REQUEST_TIMEOUT = 10_000;
const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 600;
const TAKE_ATTEMPTS = 5;

/** Mutual exclusion between all processes that change a keyspace: a row that expires, taken by lightweight transactions. */
export class LeaseLock {
  private readonly row: LockRow;

  constructor(
    private readonly database: Pick<Database, 'session' | 'runtime'>,
    private readonly options: LeaseLockOptions,
  ) {
    this.row = new LockRow(database.session, Math.min(REQUEST_TIMEOUT, (options.ttl * 1000) / 3));
  }

  /**
   * Runs `work` while holding the lock. The lock's table must exist.
   * @throws LockHeldError when another holder does not let go in time
   */
  async hold<T>({ wait, report }: HoldOptions, work: (lease: Lease) => Promise<T>): Promise<T> {
    const owner = `${this.options.process}:${this.database.runtime.uuid()}`;
    const lease = await this.acquire(owner, { wait, report });
    report({ kind: 'lock-taken', keyspace: this.database.session.keyspace, owner });
    try {
      return await work(lease);
    } finally {
      await lease.end();
      await this.release(owner, report);
    }
  }

  /** Who holds the lock now; works where the lock's table was never created. */
  async holder(): Promise<LockHolder | undefined> {
    const existing = await existingTables(this.database.session, [LOCK_TABLE]);
    return existing.size === 0 ? undefined : this.row.holder();
  }

  /** Removes the lock of a holder that was looked at before; answers false when somebody else holds it by now. */
  remove(holder: LockHolder): Promise<boolean> {
    return this.row.release(holder.owner);
  }

  private async acquire(owner: string, { wait, report }: HoldOptions): Promise<RenewedLease> {
    const deadline = this.database.runtime.monotonic() + wait * 1000;
    for (let seen: string | undefined; ;) {
      this.options.interruption?.throwIfAborted();
      const lease = await this.take(owner);
      if (lease) return lease;
      const holder = await this.row.holder();
      if (!holder) continue;
      if (this.database.runtime.monotonic() >= deadline)
        throw new LockHeldError(this.database.session.keyspace, holder);
      if (holder.owner !== seen) report({ kind: 'lock-waiting', holder, seconds: wait });
      seen = holder.owner;
      await this.database.runtime.delay(
        SHORTEST_PAUSE + this.database.runtime.random() * (LONGEST_PAUSE - SHORTEST_PAUSE),
      );
    }
  }

  private async take(owner: string): Promise<RenewedLease | undefined> {
    const { ttl, interruption } = this.options;
    const { runtime } = this.database;
    const takenAt = runtime.monotonic();
    const acquiredAt = runtime.now();
    const taken = await this.takeOrAsk(owner, acquiredAt);
    return taken
      ? new RenewedLease({ row: this.row, runtime, owner, acquiredAt, ttl, takenAt, interruption })
      : undefined;
  }

  /**
   * Contention makes the servers answer a lightweight transaction with a time-out although it took effect: then the row
   * tells. Where it has no holder, the request had no effect and is made again; what fails each time is thrown.
   */
  private async takeOrAsk(owner: string, acquiredAt: Date): Promise<boolean> {
    const { ttl } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.row.take(owner, acquiredAt, ttl);
      } catch (error) {
        await this.database.runtime.delay(SHORTEST_PAUSE * attempt * this.database.runtime.random());
        const holder = await this.row.holder();
        if (holder) return holder.owner === owner;
        if (attempt === TAKE_ATTEMPTS) throw error;
      }
    }
  }

  /** A lock that cannot be released expires by itself; that is worth a word, not the failure of what was done. */
  private async release(owner: string, report: Report): Promise<void> {
    try {
      await this.row.release(owner);
    } catch (error) {
      report({ kind: 'lock-not-released', message: messageOf(error) });
    }
  }
}
