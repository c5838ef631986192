import type { LockHolder } from '../core/progress/lock-holder.js';
import type { Report } from '../core/progress/progress.js';
import { existingTables, LOCK_TABLE } from '../session/own-tables.js';
import type { Database } from '../session/session.js';
import { inSpan, NO_TELEMETRY, type Span, type Telemetry } from '../session/telemetry.js';
import { Acquisition } from './acquisition.js';
import { InvalidLockWaitError, LockNotRemovableError } from './errors.js';
import type { Lease, RenewedLease } from './lease.js';
import { LockRow } from './lock-row.js';
import { LATE, settleRelease } from './settle-release.js';

export interface LeaseLockOptions {
  /** `host:pid`. Each hold adds a UUID: an owner is one hold of one process, and no other. */
  readonly process: string;
  /** Seconds until the lock of a dead holder is free. */
  readonly ttl: number;
  /** Aborts when a run is asked to stop: waiting ends, and so does work that heeds its lease. */
  readonly interruption?: AbortSignal | undefined;
  /** Aborts when the connection is closed: a lock that was not released by then is left to expire. */
  readonly closed?: AbortSignal | undefined;
  readonly telemetry?: Telemetry | undefined;
  /** Name of a backfill, whose lock it is then; that of the migrations otherwise. */
  readonly backfill?: string | undefined;
}

export interface HoldOptions {
  /** Seconds to wait for another holder. */
  readonly wait: number;
  readonly report: Report;
}

const REQUEST_TIMEOUT = 10_000;

/** Mutual exclusion between all processes that change a keyspace: a row that expires, taken by lightweight transactions. */
export class LeaseLock {
  private readonly row: LockRow;

  constructor(
    private readonly database: Pick<Database, 'session' | 'runtime'>,
    private readonly options: LeaseLockOptions,
  ) {
    this.row = new LockRow(
      database.session,
      Math.min(REQUEST_TIMEOUT, (options.ttl * 1000) / 3),
      options.backfill === undefined ? undefined : `backfill:${options.backfill}`,
    );
  }

  /**
   * Runs `work` while holding the lock. The lock's table must exist.
   * @throws LockHeldError when another holder does not let go in time
   * @throws LockHiddenError when the lock would not keep other runs out
   * @throws TenantElsewhereError when another lock keeps other runs out
   */
  async hold<T>({ wait, report }: HoldOptions, work: (lease: Lease) => Promise<T>): Promise<T> {
    if (typeof wait !== 'number' || !(wait >= 0)) throw new InvalidLockWaitError(wait);
    const owner = `${this.options.process}:${this.database.runtime.uuid()}`;
    const lease = await this.acquire(owner, { wait, report });
    try {
      const { session } = this.database;
      report({ kind: 'lock-taken', keyspace: session.keyspace, owner });
      await session.assertHome?.();
      return await work(lease);
    } finally {
      await lease.end();
      await this.release(owner, lease.standsUntil, report);
    }
  }

  /** The holder of the lock now; works where the lock's table was never created. */
  async holder(): Promise<LockHolder | undefined> {
    const existing = await existingTables(this.database.session, [LOCK_TABLE]);
    return existing.size === 0 ? undefined : this.row.holder();
  }

  /**
   * Removes the lock of a holder that was looked at before; returns false when another run holds it now.
   * @throws LockNotRemovableError
   */
  async remove(holder: LockHolder): Promise<boolean> {
    const failure = await this.row.release(holder.owner).then(
      (isDone) => (isDone ? undefined : NOT_ITS_OWN),
      (error: unknown) => error,
    );
    if (failure === NOT_ITS_OWN) return false;
    const left = await this.row.holder();
    if (!left || !isSame(left, holder)) return true;
    throw failure ?? new LockNotRemovableError(this.row.table, left);
  }

  private acquire(owner: string, options: HoldOptions): Promise<RenewedLease> {
    const { telemetry = NO_TELEMETRY } = this.options;
    const { keyspace } = this.database.session;
    const attributes = () => ({ 'db.namespace': keyspace, 'coodie.lock.owner': owner });
    return inSpan({ telemetry, name: 'coodie.lock', attributes }, (span) => this.acquireIn(span, owner, options));
  }

  private async acquireIn(span: Span, owner: string, { wait, report }: HoldOptions): Promise<RenewedLease> {
    const { ttl } = this.options;
    const { session, runtime } = this.database;
    const { row } = this;
    const { keyspace } = session;
    const beganAt = runtime.monotonic();
    const acquisition = new Acquisition({ ...this.options, row, runtime, keyspace, owner, wait, report });
    try {
      return await acquisition.lease();
    } catch (error) {
      if (acquisition.mayHold) await this.release(owner, runtime.monotonic() + LATE + ttl * 1000, report);
      throw error;
    } finally {
      const waited = Math.round(runtime.monotonic() - beganAt);
      span.note({ 'coodie.lock.waited_ms': waited, 'coodie.lock.holder': acquisition.rival });
    }
  }

  private release(owner: string, standsUntil: number, report: Report): Promise<void> {
    const { row } = this;
    return settleRelease({
      row,
      runtime: this.database.runtime,
      owner,
      standsUntil,
      report,
      closed: this.options.closed,
    });
  }
}

const NOT_ITS_OWN = Symbol('the lock is another run’s');

/** Other tools take the lock under one name again and again; each time is written at a time of its own. */
function isSame(left: LockHolder, right: LockHolder): boolean {
  return left.owner === right.owner && left.renewedAt?.getTime() === right.renewedAt?.getTime();
}
