import type { Runtime } from '../session/runtime.js';
import { LeaseLostError } from './errors.js';
import type { LockRow } from './lock-row.js';

/** What work under the lock may rely on. */
export interface Lease {
  readonly owner: string;
  /** Aborts as soon as the lock is lost; its reason is a LeaseLostError. */
  readonly signal: AbortSignal;
  /**
   * Makes sure, before a statement that cannot be taken back, that the lock is still held.
   * @throws LeaseLostError
   */
  confirm(): Promise<void>;
  /**
   * As `confirm`, but a run that was asked to stop passes: what it did before that has to be recorded.
   * @throws LeaseLostError
   */
  assertHeld(): Promise<void>;
}

export interface LeaseOptions {
  readonly row: LockRow;
  readonly runtime: Runtime;
  readonly owner: string;
  readonly acquiredAt: Date;
  /** Seconds. */
  readonly ttl: number;
  /** When the request was sent that took the lock, on the monotonic clock: the server counts from later. */
  readonly takenAt: number;
  /** Aborts when somebody asks the run to stop. */
  readonly interruption?: AbortSignal | undefined;
}

/** A lock held for a time, kept by renewing it, judged by this process's own monotonic clock. */
export class RenewedLease implements Lease {
  readonly owner: string;
  private readonly controller = new AbortController();
  private readonly stopRenewing: () => void;
  /** When the last request was sent that proved the lock to be ours. */
  private provenAt: number;
  private renewedAt: number;
  private renewal: Promise<void> = Promise.resolve();
  private lost: LeaseLostError | undefined;

  constructor(private readonly options: LeaseOptions) {
    this.owner = options.owner;
    this.provenAt = options.takenAt;
    this.renewedAt = options.takenAt;
    this.stopRenewing = options.runtime.every(this.third, () => {
      this.renewal = this.renew();
    });
    options.interruption?.addEventListener('abort', this.interrupt);
    if (options.interruption?.aborted) this.interrupt();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  async confirm(): Promise<void> {
    this.signal.throwIfAborted();
    await this.assertHeld();
    this.signal.throwIfAborted();
  }

  async assertHeld(): Promise<void> {
    if (this.now >= this.deadline) this.lose('it was not renewed in time');
    if (!this.lost && this.now - this.provenAt > this.third) await this.prove();
    if (this.lost) throw this.lost;
  }

  /** Stops renewing; afterwards no request is under way. */
  async end(): Promise<void> {
    this.stopRenewing();
    this.options.interruption?.removeEventListener('abort', this.interrupt);
    await this.renewal;
  }

  private get now(): number {
    return this.options.runtime.monotonic();
  }

  private get third(): number {
    return (this.options.ttl * 1000) / 3;
  }

  /** The moment from which the lock may be somebody else's, with a margin for the servers' clocks and whole seconds. */
  private get deadline(): number {
    return this.renewedAt + this.options.ttl * 1000 - Math.max(1_000, this.options.ttl * 50);
  }

  private async prove(): Promise<void> {
    const askedAt = this.now;
    const holder = await this.options.row.holder();
    if (holder?.owner === this.owner) this.provenAt = askedAt;
    else this.lose(holder ? `${holder.owner} holds it now` : 'nobody holds it now');
  }

  private async renew(): Promise<void> {
    const { row, owner, acquiredAt, ttl } = this.options;
    const askedAt = this.now;
    try {
      if (await row.renew(owner, acquiredAt, ttl)) {
        this.renewedAt = askedAt;
        this.provenAt = askedAt;
      } else this.lose('somebody else took or removed it');
    } catch (error) {
      // Whether it was renewed is not known. The next beat tries again; past the deadline the lock counts as lost.
      if (this.now >= this.deadline) this.lose('it could not be renewed in time', error);
    }
  }

  private readonly interrupt = (): void => this.controller.abort(this.options.interruption?.reason);

  private lose(reason: string, cause?: unknown): void {
    this.stopRenewing();
    this.lost ??= new LeaseLostError(this.owner, reason, cause);
    this.controller.abort(this.lost);
  }
}
