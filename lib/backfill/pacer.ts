import type { Runtime } from '../session/runtime.js';

/** Milliseconds after which a row that waits looks at the rate again. */
const LONGEST_WAIT = 250;
/** Milliseconds of rows that may be made up for at once, where a timer was late. */
const SLACK = 100;

/** Spreads rows evenly over time; the rate may change, and all may be held up, at any time. */
export class Pacer {
  private rate: number | undefined;
  private isPaused = false;
  private last = -Infinity;
  private waiting = 0;
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly runtime: Pick<Runtime, 'monotonic' | 'delay'>) {}

  get paused(): boolean {
    return this.isPaused;
  }

  set({ rate, paused }: { readonly rate: number | undefined; readonly paused: boolean }): void {
    this.rate = rate;
    this.isPaused = paused;
  }

  /** Whether the next row may be written at once. */
  get isFree(): boolean {
    return this.waiting === 0 && !this.isPaused && this.rate === undefined;
  }

  /** Waits until the next row may be written. */
  async turn(signal: AbortSignal): Promise<void> {
    if (this.isFree) return;
    this.waiting += 1;
    const turn = this.tail.then(() => this.next(signal));
    this.tail = turn.catch(() => {});
    try {
      await turn;
    } finally {
      this.waiting -= 1;
    }
  }

  /** Waits while all is held up. */
  async resumed(signal: AbortSignal): Promise<void> {
    while (this.isPaused) await this.runtime.delay(LONGEST_WAIT, signal);
  }

  private async next(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const wait = this.isPaused ? LONGEST_WAIT : this.due() - this.runtime.monotonic();
      if (wait <= 0) break;
      await this.runtime.delay(Math.min(wait, LONGEST_WAIT), signal);
    }
    this.last = Math.max(this.due(), this.runtime.monotonic() - SLACK);
  }

  private due(): number {
    return this.rate === undefined ? -Infinity : this.last + 1_000 / this.rate;
  }
}
