import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, handed in like the database, so that a simulation can decide both. */
export interface Runtime {
  /** The wall clock of this machine; it may be wrong, and may jump. */
  now(): Date;
  /** Milliseconds on a clock that only goes forward. */
  monotonic(): number;
  /** Resolves after that many milliseconds; rejects with the reason of the signal where it aborts first. */
  delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `work` again and again, until the function that it returns is called. Does not keep the process alive. */
  every(milliseconds: number, work: () => void): () => void;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** A random UUID (RFC 9562, version 4). */
  uuid(): string;
}

/** The runtime of a real process. */
export const systemRuntime: Runtime = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  delay: async (milliseconds, signal) => {
    try {
      await delay(milliseconds, undefined, signal ? { signal } : {});
    } catch (error) {
      // Node's own error for an abort hides the reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
  every: (milliseconds, work) => {
    const timer = setInterval(work, milliseconds);
    timer.unref();
    return () => clearInterval(timer);
  },
  random: () => Math.random(),
  uuid: () => randomUUID(),
};
