import type { LockHolder } from '../core/progress/lock-holder.js';
import type { Report } from '../core/progress/progress.js';
import { isRefused } from '../session/refusal.js';
import type { Runtime } from '../session/runtime.js';
import { LeaseLostError, LockHeldError, LockHiddenError } from './errors.js';
import { RenewedLease } from './lease.js';
import type { LockRow } from './lock-row.js';
import { waitingPause } from './waiting-pause.js';

export interface AcquisitionOptions {
  readonly row: LockRow;
  readonly runtime: Runtime;
  readonly keyspace: string;
  readonly owner: string;
  /** Seconds. */
  readonly ttl: number;
  /** Seconds to wait for another holder. */
  readonly wait: number;
  readonly report: Report;
  readonly interruption?: AbortSignal | undefined;
  /** Name of the backfill whose lock it is. */
  readonly backfill?: string | undefined;
}

const ATTEMPTS = 5;
const FIRST_PAUSE = 200;

/** The way of one run to the lock. */
export class Acquisition {
  /** Whether the row may be this run's: a request to take it was answered so, or never answered. */
  mayHold = false;
  /** Owner of the lock as it was last seen in other hands. */
  rival: string | undefined;
  private looks = 0;
  private holders = 0;
  private lostRaces = 0;
  private reported: string | undefined;

  constructor(private readonly options: AcquisitionOptions) {}

  /**
   * Looks at the lock until it is free, then takes it. A look is a plain read. Only a free lock is asked for with a
   * lightweight transaction, and once more at the end of the wait: many of them at once make each other time out.
   * @throws LockHeldError | LockHiddenError
   */
  async lease(): Promise<RenewedLease> {
    const { runtime, keyspace, wait, interruption } = this.options;
    const began = runtime.monotonic();
    const deadline = began + wait * 1000;
    for (;;) {
      interruption?.throwIfAborted();
      const turn = await this.lookOrTake(deadline);
      if (turn instanceof RenewedLease) return turn;
      this.rival = turn.holder.owner;
      if (turn.isLast) throw new LockHeldError(keyspace, turn.holder, this.options.backfill);
      const now = runtime.monotonic();
      await this.pause(turn.holder, { waited: now - began, left: deadline - now });
    }
  }

  private async lookOrTake(deadline: number): Promise<RenewedLease | Turn> {
    const seen = await this.options.row.look();
    const isOver = this.options.runtime.monotonic() >= deadline;
    if (seen && !isOver) return { holder: seen, isLast: false };
    const outcome = await this.take();
    if (outcome instanceof RenewedLease) return outcome;
    if (!seen) this.lostRaces += 1;
    // The look tells more of a holder than the refusal does.
    const holder = outcome.owner === seen?.owner ? seen : outcome;
    return { holder, isLast: isOver && (seen !== undefined || this.lostRaces >= ATTEMPTS) };
  }

  private async pause(holder: LockHolder, { waited, left }: Time): Promise<void> {
    const { runtime, report, wait, interruption } = this.options;
    if (holder.owner !== this.reported) {
      this.holders += 1;
      if (left > 0) report({ kind: 'lock-waiting', holder, seconds: wait });
    }
    this.reported = holder.owner;
    this.looks += 1;
    const rivals = this.holders + this.lostRaces;
    const pause = waitingPause({ looks: this.looks, waited, rivals, chance: runtime.random() });
    await runtime.delay(left > 0 ? Math.min(pause, left) : pause, interruption);
  }

  /** Takes the lock, or returns its holder. An error that each attempt ends with is thrown. */
  private async take(): Promise<RenewedLease | LockHolder> {
    const { runtime } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.takeOnce();
      } catch (error) {
        if (attempt === ATTEMPTS || isRefused(error) || error instanceof LockHiddenError) throw error;
        await runtime.delay(FIRST_PAUSE * attempt * (0.5 + runtime.random()));
      }
    }
  }

  private async takeOnce(): Promise<RenewedLease | LockHolder> {
    const { row, runtime, owner, ttl, interruption } = this.options;
    const isFirst = !this.mayHold;
    const asked = { acquiredAt: runtime.now(), takenAt: runtime.monotonic() };
    const rival = await this.ask(asked.acquiredAt);
    if (rival) return rival;
    const times = isFirst ? asked : await this.takeAnew();
    const holder = await this.verify(times.takenAt);
    if (holder.owner !== owner) return holder;
    return new RenewedLease({ row, runtime, owner, ttl, interruption, writtenAt: holder.renewedAt, ...times });
  }

  /** Contention makes the servers answer with a time-out although the request took effect: then the row tells. */
  private async ask(acquiredAt: Date): Promise<LockHolder | undefined> {
    const { row, runtime, owner, ttl } = this.options;
    const mayHaveHeld = this.mayHold;
    this.mayHold = true;
    try {
      const rival = await row.take(owner, acquiredAt, ttl);
      this.mayHold = mayHaveHeld || rival === undefined;
      return rival;
    } catch (error) {
      if (isRefused(error)) throw error;
      await runtime.delay(FIRST_PAUSE * runtime.random());
      return this.settle(error);
    }
  }

  /** Returns the rival that holds the lock, or nothing if this run does. Throws the error if the lock is free. */
  private async settle(error: unknown): Promise<LockHolder | undefined> {
    const { row, owner } = this.options;
    const seen = await row.look();
    if (seen && seen.owner !== owner) return seen;
    const holder = await row.holder();
    if (!holder) throw error;
    return holder.owner === owner ? undefined : holder;
  }

  /** The row may stem from an earlier request, however long ago: the lease is counted from a renewal. */
  private async takeAnew(): Promise<{ readonly acquiredAt: Date; readonly takenAt: number }> {
    const { row, runtime, owner, ttl } = this.options;
    const times = { acquiredAt: runtime.now(), takenAt: runtime.monotonic() };
    await row.renew(owner, times.acquiredAt, ttl);
    return times;
  }

  /**
   * Reads the row back before anything relies on it. A tombstone with a timestamp in the future hides it, and it would do
   * so from every other run as well. Returns the current holder: this run, or a rival. A process that was held up for as long
   * as the lock is held finds the row expired, not hidden; servers count whole seconds.
   */
  private async verify(takenAt: number): Promise<LockHolder> {
    const { row, runtime, keyspace, owner, ttl } = this.options;
    const holder = await row.holder();
    if (holder) return holder;
    if (runtime.monotonic() - takenAt < (ttl - 1) * 1_000) throw new LockHiddenError(keyspace, row.table);
    throw new LeaseLostError(owner, 'it had expired before it could be read back');
  }
}

/** One look of a run that goes on to wait, or gives up. */
interface Turn {
  readonly holder: LockHolder;
  readonly isLast: boolean;
}

/** Milliseconds. */
interface Time {
  readonly waited: number;
  readonly left: number;
}
