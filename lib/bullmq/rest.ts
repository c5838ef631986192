import type { Worker } from 'bullmq';
import type { Turn } from './turns.js';

/** Milliseconds. */
const LENGTH = 5_000;
const AGAIN = 500;

/** Lets a worker rest that Redis refuses: BullMQ would ask it again at once, thousands of times a second. */
export class Rest {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly worker: Pick<Worker<Turn>, 'pause' | 'resume' | 'isPaused'>) {}

  /** Ranges in hand go on. */
  take(): void {
    if (this.timer !== undefined) return;
    void this.worker.pause(true);
    this.timer = setTimeout(() => this.wake(), LENGTH);
  }

  /** The worker stays as it is. */
  end(): void {
    clearTimeout(this.timer);
  }

  /** BullMQ 5 does not resume a worker while it waits for Redis, or has a range in hand. */
  private wake(): void {
    void this.worker.resume();
    this.timer = this.worker.isPaused() ? setTimeout(() => this.wake(), AGAIN) : undefined;
  }
}
