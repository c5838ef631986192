import { GIVE_UP_AFTER, pauseAfter } from '../core/backfill/adapt-window.js';
import { isTransient } from '../session/driver/is-unclear.js';
import type { Runtime } from '../session/runtime.js';
import type { Row, Session } from '../session/session.js';
import type { BackfillStatement } from './backfill-options.js';
import type { Backfill } from './check-options.js';
import { BackfillStoppedError } from './errors.js';
import type { Hold } from './hold.js';
import type { Pacer } from './pacer.js';
import { PermittedTexts } from './permitted-texts.js';
import type { SourceTable } from './source-table.js';
import type { WriteWindow } from './write-window.js';

export interface WriterTools {
  readonly session: Session;
  readonly hold: Pick<Hold, 'confirm'>;
  readonly runtime: Pick<Runtime, 'monotonic' | 'delay' | 'random'>;
  readonly window: WriteWindow;
  readonly pacer: Pick<Pacer, 'paused' | 'resumed'>;
  /** Aborts when the backfill is to end. */
  readonly signal: AbortSignal;
  /** Microseconds: the time of every write. */
  readonly timestamp: number;
}

/** Outcome of one write. */
export type WriteOutcome = 'written' | 'guarded' | { readonly failure: unknown };

/** Sends the writes of a backfill; the leave to write is confirmed directly before each try. */
export class RowWriter {
  private readonly texts: PermittedTexts;
  /** Since when no write was acknowledged, although some were sent. */
  private failingSince: number | undefined;

  constructor(
    private readonly backfill: Backfill,
    source: SourceTable,
    private readonly tools: WriterTools,
  ) {
    this.texts = new PermittedTexts(backfill, source);
  }

  /**
   * Sends one write until it is acknowledged or refused. Only a write that a server refuses fails; a busy one is asked again.
   * @throws BackfillRefusedError | BackfillStoppedError | LeaseLostError
   */
  async write({ cql, params = [] }: BackfillStatement, row: Row): Promise<WriteOutcome> {
    const text = this.texts.of(cql);
    const { guard } = this.backfill;
    const values = guard.map((column) => row[column] ?? null);
    if (guard.length > 0 && values.every((value) => value === null))
      return { failure: new Error('every column of the guard is null, as if the row were deleted') };
    const { runtime, signal } = this.tools;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.unlessPaused(() => this.attempt(text, [...params, ...values]));
      if (typeof outcome === 'string' || !isTransient(outcome.failure)) return outcome;
      this.refuseToWaitForEver(outcome.failure);
      await runtime.delay(pauseAfter(attempt, runtime.random()), signal);
    }
  }

  /** A row may have many writes, and its own answer may come late: none of them is sent during a pause. */
  private async unlessPaused(attempt: () => Promise<WriteOutcome>): Promise<WriteOutcome> {
    const { window, pacer, signal } = this.tools;
    for (;;) {
      const outcome = await window.within(async () => (pacer.paused ? undefined : attempt()));
      if (outcome) return outcome;
      await pacer.resumed(signal);
      // During the pause nothing was sent that could have been acknowledged.
      this.failingSince = undefined;
    }
  }

  private async attempt(cql: string, params: readonly unknown[]): Promise<WriteOutcome> {
    const { session, hold, runtime, window, signal, timestamp } = this.tools;
    const isGuarded = this.backfill.guard.length > 0;
    signal.throwIfAborted();
    const since = runtime.monotonic();
    await hold.confirm();
    try {
      // The time of a lightweight transaction is the servers' own.
      const time = isGuarded ? {} : { timestamp };
      const { applied } = await session.execute(cql, params, {
        ...time,
        consistency: 'local-quorum',
        idempotent: false,
      });
      this.failingSince = undefined;
      window.acknowledged(since);
      return applied ? 'written' : 'guarded';
    } catch (failure) {
      if (isTransient(failure)) window.overloaded();
      return { failure };
    }
  }

  private refuseToWaitForEver(failure: unknown): void {
    const now = this.tools.runtime.monotonic();
    this.failingSince ??= now;
    if (now - this.failingSince < GIVE_UP_AFTER) return;
    const problem = 'for a minute no write was acknowledged.';
    const hint =
      'Look at the load of the servers (nodetool tpstats), then run this again: it goes on where it stopped.';
    throw new BackfillStoppedError(this.backfill.name, problem, hint, failure);
  }
}
