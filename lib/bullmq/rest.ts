import type { Worker } from 'bullmq';
import type { Turn } from './turns.js';

/** Milliseconds. */
const LENGTH = 5_000;

/** Lets a worker rest that Redis refuses: BullMQ would ask it again at once, thousands of times a second. */
export class Rest {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly worker: Pick<Worker<Turn>, 'pause' | 'resume'>) {}

  /** Ranges in hand go on. */
  take(): void {
    if (this.timer !== undefined) return;
    void this.worker.pause(true);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.worker.resume();
    }, LENGTH);
  }

  /** The worker stays as it is. */
  end(): void {
    clearTimeout(this.timer);
  }
}
