import { setTimeout as delay } from 'node:timers/promises';
import { CoodieError } from '../../core/error.js';
import type { Progress, Report } from '../../core/progress/progress.js';
import { isStrayStatement } from '../../migrations/run/watch-strays.js';
import { InterruptedError, UnhandledRejectionError } from '../settings/errors.js';

/** Points where a run can stop without leaving anything half done or unrecorded. */
const STOPPING_POINTS: ReadonlySet<Progress['kind']> = new Set([
  'lock-waiting',
  'migrations-planned',
  'migration-started',
  'schema-changes',
  'statement-started',
]);

/** How long a request for the lock may still be under way: the lock must not be left behind. */
const GRACE = 1_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ctrl-C, SIGTERM and a terminal that is closed: the first one lets the current statement finish, then stops the run,
 * which releases its lock; a second one has its usual effect, at once. But for SIGHUP: who closes a terminal often sends
 * it twice, once by the shell and once by the system.
 */
export class Interruption {
  private readonly controller = new AbortController();
  /** Whether the run has taken the lock. */
  isLocked = false;

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Listens while `work` runs. With `onAgain` it is the third signal that has its usual effect, and not the second one. */
  async during<T>(work: () => Promise<T>, onInterrupt: () => void = () => {}, onAgain?: () => void): Promise<T> {
    const interrupt = (signal: NodeJS.Signals): void => {
      const isFirst = !this.signal.aborted;
      if (!isFirst && signal === 'SIGHUP') return;
      if (!isFirst || !onAgain) process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      if (!isFirst) return onAgain?.();
      this.controller.abort(new InterruptedError(signal));
      onInterrupt();
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    process.on('unhandledRejection', this.stopFor);
    try {
      const answer = await work();
      if (this.signal.reason instanceof UnhandledRejectionError) throw this.signal.reason;
      return answer;
    } catch (error) {
      throw this.explain(error);
    } finally {
      for (const signal of SIGNALS) process.off(signal, interrupt);
      process.off('unhandledRejection', this.stopFor);
    }
  }

  /** Node would end the process, and leave the lock behind. */
  private readonly stopFor = (reason: unknown): void => {
    // A migration that answers for it hears of it in this turn as well.
    setImmediate(() => {
      if (!isStrayStatement(reason)) this.controller.abort(new UnhandledRejectionError(reason));
    });
  };

  /** Waits for something that cannot be told to stop, but no longer than until the interruption; not once it holds the lock. */
  async orStop<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.stopped()]);
  }

  /** A report that stops the run which makes it, where that does no harm. */
  stopping(report: Report): Report {
    return (progress) => {
      if (progress.kind === 'lock-taken') this.isLocked = true;
      if (STOPPING_POINTS.has(progress.kind)) this.signal.throwIfAborted();
      report(progress);
    };
  }

  private async stopped(): Promise<never> {
    await new Promise((resolve) => this.signal.addEventListener('abort', resolve, { once: true }));
    await delay(GRACE, undefined, { ref: false });
    if (this.isLocked) return new Promise(() => {});
    throw this.signal.reason;
  }

  private explain(error: unknown): unknown {
    const reason: unknown = this.signal.reason;
    if (reason instanceof UnhandledRejectionError) return error instanceof CoodieError ? error : reason;
    const isMore = reason instanceof InterruptedError && error !== reason;
    return isMore ? new InterruptedError(reason.signal, error) : error;
  }
}
