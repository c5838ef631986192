import type { Runtime } from '../session/runtime.js';
import { isRefused } from '../session/refusal.js';
import { LeaseLostError } from './errors.js';
import type { LockRow } from './lock-row.js';
import { Proof } from './proof.js';
import { LATE } from './settle-release.js';

/** Guarantees for work under the lock. */
export interface Lease {
  readonly owner: string;
  /** Aborts as soon as the lock is lost; its reason is a LeaseLostError. */
  readonly signal: AbortSignal;
  /** Whether `confirm` would pass at this moment without asking a server: who writes often need not wait for it then. */
  readonly isCertain: boolean;
  /**
   * Makes sure, before a statement that cannot be undone, that the lock is still held.
   * @throws LeaseLostError
   */
  confirm(): Promise<void>;
  /**
   * Like `confirm`, but passes for a run that was asked to stop: what it did before has to be recorded.
   * @throws LeaseLostError
   */
  assertHeld(): Promise<void>;
  /**
   * Microseconds of the servers' clock: later than all that earlier holders wrote, earlier than what later ones will write.
   * `undefined` where the servers did not say when the lock was taken.
   */
  timestamp(): number | undefined;
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
  /** When the lock was written, by the clock of the servers, as it was read back. */
  readonly writtenAt: Date | undefined;
  /** Aborts when the run is asked to stop. */
  readonly interruption?: AbortSignal | undefined;
}

/** One day, in milliseconds: timers overflow, and then fire at once, after 24 of them. */
const LONGEST_BEAT = 86_400_000;

/** Milliseconds between two questions that servers do not answer. */
const ASKED_EVERY = 500;

/** A lock held for a time, kept by renewing it, judged by this process's own monotonic clock. */
export class RenewedLease implements Lease {
  readonly owner: string;
  private readonly controller = new AbortController();
  private readonly stopRenewing: () => void;
  private readonly proof: Proof;
  private renewedAt: number;
  /** From when on no request can renew the lock any more: each was answered, or is too old. */
  private settledAt: number;
  private renewal: Promise<void> | undefined;
  private proving: Promise<void> | undefined;
  private lost: LeaseLostError | undefined;
  private hasEnded = false;
  private readonly readAt: number;
  private stamped = 0;

  constructor(private readonly options: LeaseOptions) {
    const { owner, runtime, takenAt, acquiredAt, interruption } = options;
    this.owner = owner;
    this.proof = new Proof(runtime, { monotonic: takenAt, wall: acquiredAt.getTime() });
    this.renewedAt = takenAt;
    this.readAt = this.settledAt = runtime.monotonic();
    this.stopRenewing = runtime.every(Math.min(this.third, LONGEST_BEAT), () => this.beat());
    interruption?.addEventListener('abort', this.interrupt);
    if (interruption?.aborted) this.interrupt();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** When the row is gone unless it was deleted before, on the monotonic clock. */
  get standsUntil(): number {
    return this.settledAt + this.options.ttl * 1000;
  }

  get isCertain(): boolean {
    return !this.signal.aborted && !this.hasEnded && this.now < this.deadline && !this.isDoubtful;
  }

  async confirm(): Promise<void> {
    this.signal.throwIfAborted();
    await this.assertHeld();
    this.signal.throwIfAborted();
  }

  async assertHeld(): Promise<void> {
    this.loseInTime();
    if (!this.lost && this.isDoubtful) await this.prove();
    this.loseInTime();
    if (this.lost) throw this.lost;
    if (this.hasEnded) throw new LeaseLostError(this.owner, 'the run that held it has ended and released it');
  }

  timestamp(): number | undefined {
    const { writtenAt } = this.options;
    if (!writtenAt) return undefined;
    this.stamped = Math.max(this.stamped + 1, Math.ceil((writtenAt.getTime() + 1 + this.now - this.readAt) * 1_000));
    return this.stamped;
  }

  /** Stops renewing; afterwards no request is under way, and nothing is confirmed any more. */
  async end(): Promise<void> {
    this.hasEnded = true;
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

  /** The moment from which the lock may be another run's, with a margin for the servers' clocks and whole seconds. */
  private get deadline(): number {
    return this.renewedAt + this.options.ttl * 1000 - Math.max(1_000, this.options.ttl * 50);
  }

  private get isDoubtful(): boolean {
    return this.proof.isOlderThan(this.third);
  }

  private loseInTime(): void {
    if (this.now >= this.deadline) this.lose('it was not renewed in time');
  }

  /** One question at a time, whoever asks. */
  private prove(): Promise<void> {
    this.proving ??= this.askHolder().finally(() => (this.proving = undefined));
    return this.proving;
  }

  /** A server that is busy proves nothing: it is asked again for as long as the lock may be ours. */
  private async askHolder(): Promise<void> {
    const { row, runtime } = this.options;
    while (this.now < this.deadline) {
      const asked = this.proof.now;
      try {
        const holder = await row.holder();
        if (holder?.owner === this.owner) this.proof.renew(asked);
        else this.lose(holder ? `${holder.owner} holds it now` : 'no run holds it now');
        return;
      } catch (error) {
        if (this.signal.aborted || isRefused(error)) throw error;
        await runtime.delay(ASKED_EVERY, this.signal);
      }
    }
  }

  /** One renewal at a time: `end` waits for it. */
  private beat(): void {
    this.loseInTime();
    if (this.renewal || this.lost) return;
    this.renewal = this.renew().finally(() => {
      this.renewal = undefined;
    });
  }

  private async renew(): Promise<void> {
    const { row, owner, acquiredAt, ttl } = this.options;
    const asked = this.proof.now;
    try {
      if (await row.renew(owner, acquiredAt, ttl)) {
        this.renewedAt = asked.monotonic;
        this.proof.renew(asked);
      } else this.lose('another run took it, or it was removed');
    } catch (error) {
      // Whether it was renewed is not known. The next beat tries again; past the deadline the lock counts as lost.
      if (!isRefused(error)) this.settledAt = this.now + LATE;
      if (this.now >= this.deadline) this.lose('it could not be renewed in time', error);
    } finally {
      this.settledAt = Math.max(this.settledAt, this.now);
    }
  }

  private readonly interrupt = (): void => this.controller.abort(this.options.interruption?.reason);

  private lose(reason: string, cause?: unknown): void {
    this.stopRenewing();
    this.lost ??= new LeaseLostError(this.owner, reason, cause);
    this.controller.abort(this.lost);
  }
}
