import { pauseAfter } from '../core/backfill/adapt-window.js';
import { isTransient } from '../session/driver/is-unclear.js';
import type { Runtime } from '../session/runtime.js';
import type { ExecuteOptions, Row, Session } from '../session/session.js';
import type { BackfillStatement } from './backfill-options.js';
import type { Backfill } from './check-options.js';
import { BackfillStoppedError } from './errors.js';
import { FailingTime } from './failing-time.js';
import type { Hold } from './hold.js';
import type { Pacer } from './pacer.js';
import { PermittedTexts } from './permitted-texts.js';
import type { SourceTable } from './source-table.js';
import type { WriteWindow } from './write-window.js';

export interface WriterTools {
  readonly session: Session;
  readonly hold: Pick<Hold, 'isCertain' | 'confirm'>;
  readonly runtime: Pick<Runtime, 'monotonic' | 'delay' | 'random'>;
  readonly window: WriteWindow;
  readonly pacer: Pick<Pacer, 'paused' | 'resumed'>;
  /** Aborts when the backfill is to end. */
  readonly signal: AbortSignal;
  /** Microseconds: the time of every write. */
  readonly timestamp: number;
}

/** A write that a server refused. */
export interface WriteFailure {
  readonly failure: unknown;
  readonly cql: string;
}

/** Outcome of the writes of a row: `guarded` where no condition held, or there was nothing to write. */
export type WriteOutcome = 'written' | 'guarded' | WriteFailure;

/** Sends the writes of a backfill; the leave to write is confirmed directly before each try. */
export class RowWriter {
  private readonly texts: PermittedTexts;
  private readonly options: ExecuteOptions;
  private readonly failing: FailingTime;
  private readonly isGuarded: boolean;

  constructor(
    private readonly backfill: Backfill,
    source: SourceTable,
    private readonly tools: WriterTools,
  ) {
    this.texts = new PermittedTexts(backfill, source);
    this.failing = new FailingTime(tools.runtime);
    // The time of a lightweight transaction is the servers' own.
    this.isGuarded = backfill.guard.length > 0;
    const time = this.isGuarded ? {} : { timestamp: tools.timestamp };
    this.options = { ...time, consistency: 'local-quorum', idempotent: false };
  }

  /** Sends writes in turn, until one fails. Nearly all rows have one. */
  writeAll(statements: readonly BackfillStatement[], row: Row): Promise<WriteOutcome> {
    const [only] = statements;
    return only && statements.length === 1 ? this.write(only, row) : this.writeEach(statements, row);
  }

  private async writeEach(statements: readonly BackfillStatement[], row: Row): Promise<WriteOutcome> {
    let result: WriteOutcome = 'guarded';
    for (const statement of statements) {
      const outcome = await this.write(statement, row);
      if (typeof outcome === 'object') return outcome;
      if (outcome === 'written') result = outcome;
    }
    return result;
  }

  /**
   * Sends one write until it is acknowledged or refused. Only a write that a server refuses fails; a busy one is asked again.
   * @throws BackfillRefusedError | BackfillStoppedError | LeaseLostError
   */
  private async write({ cql, params = [] }: BackfillStatement, row: Row): Promise<WriteOutcome> {
    const text = this.texts.of(cql);
    const given = this.isGuarded ? this.withGuard(params, row) : params;
    if (!given) return { cql, failure: new Error('every column of the guard is null, as if the row were deleted') };
    const { session, runtime, window } = this.tools;
    for (let attempt = 1; ; attempt += 1) {
      if (!this.isFree) await this.leave();
      const since = runtime.monotonic();
      window.writing += 1;
      try {
        const { applied } = await session.execute(text, given, this.options);
        this.failing.end();
        window.acknowledged(runtime.monotonic() - since);
        return applied ? 'written' : 'guarded';
      } catch (failure) {
        if (!isTransient(failure)) return { cql, failure };
        await this.rest(attempt, failure);
      } finally {
        window.writing -= 1;
      }
    }
  }

  /** Parameters with the values of the guard; undefined where there is no value to guard by. */
  private withGuard(params: readonly unknown[], row: Row): readonly unknown[] | undefined {
    const values = this.backfill.guard.map((column) => row[column] ?? null);
    return values.every((value) => value === null) ? undefined : [...params, ...values];
  }

  /** Whether a write may be sent at this moment. */
  private get isFree(): boolean {
    const { pacer, signal, hold } = this.tools;
    return !pacer.paused && !signal.aborted && hold.isCertain;
  }

  /** Waits for the leave to write. A row may have many writes, and its own answer may come late: none is sent during a pause. */
  private async leave(): Promise<void> {
    const { pacer, signal, hold } = this.tools;
    if (pacer.paused) {
      await pacer.resumed(signal);
      // During the pause nothing was sent that could have been acknowledged.
      this.failing.end();
    }
    signal.throwIfAborted();
    await hold.confirm();
  }

  /** Waits until a write may be sent again. */
  private async rest(attempt: number, failure: unknown): Promise<void> {
    const { runtime, window, signal } = this.tools;
    window.overloaded();
    this.refuseToWaitForEver(failure);
    await runtime.delay(pauseAfter(attempt, runtime.random()), signal);
  }

  private refuseToWaitForEver(failure: unknown): void {
    if (!this.failing.isTooLong()) return;
    const problem = 'for a minute no write was acknowledged.';
    const hint =
      'Look at the load of the servers (nodetool tpstats), then run this again: it goes on where it stopped.';
    throw new BackfillStoppedError(this.backfill.name, problem, hint, failure);
  }
}
