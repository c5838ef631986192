import { GIVE_UP_AFTER } from '../core/backfill/adapt-window.js';
import type { Runtime } from '../session/runtime.js';

/** Time in which busy servers have answered nothing of what was asked. */
export class FailingTime {
  private since: number | undefined;

  constructor(private readonly runtime: Pick<Runtime, 'monotonic'>) {}

  /** Something was answered, or nothing is asked for a while. */
  end(): void {
    this.since = undefined;
  }

  /** Notes a failure; returns whether there was nothing else for a minute. */
  isTooLong(): boolean {
    const now = this.runtime.monotonic();
    this.since ??= now;
    return now - this.since >= GIVE_UP_AFTER;
  }
}
