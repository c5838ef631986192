import { pauseAfter } from '../core/backfill/adapt-window.js';
import { isTransient } from '../session/driver/is-unclear.js';
import type { Runtime } from '../session/runtime.js';
import { BackfillNotVerifiedError } from './errors.js';
import { FailingTime } from './failing-time.js';

export interface ReadingTools {
  /** Name of the backfill that is verified. */
  readonly name: string;
  readonly runtime: Pick<Runtime, 'monotonic' | 'delay' | 'random'>;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** Reads of one verification, which are tried again while servers are busy: for a minute at most without one success. */
export class PatientReads {
  private readonly failing: FailingTime;

  constructor(private readonly tools: ReadingTools) {
    this.failing = new FailingTime(tools.runtime);
  }

  get signal(): AbortSignal {
    return this.tools.signal;
  }

  /** Asks until there is an answer, or an error that asking again does not change. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      this.signal.throwIfAborted();
      try {
        const answer = await question();
        this.succeeded();
        return answer;
      } catch (error) {
        await this.pauseOrThrow(error, attempt);
      }
    }
  }

  succeeded(): void {
    this.failing.end();
  }

  /**
   * Waits before the next attempt.
   * @throws BackfillNotVerifiedError after a minute without a success; another error as it is
   */
  async pauseOrThrow(error: unknown, attempt: number): Promise<void> {
    const { name, runtime, signal } = this.tools;
    signal.throwIfAborted();
    if (!isTransient(error)) throw error;
    if (this.failing.isTooLong()) throw noAnswer(name, error);
    await runtime.delay(pauseAfter(attempt, runtime.random()), signal);
  }
}

function noAnswer(name: string, cause: unknown): BackfillNotVerifiedError {
  const hint = 'Look at the load of the servers (nodetool tpstats), then verify it again.';
  return new BackfillNotVerifiedError(name, 'for a minute no read was answered', hint, cause);
}
