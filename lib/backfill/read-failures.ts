import { pauseAfter } from '../core/backfill/adapt-window.js';
import { messageOf } from '../core/error.js';
import { asksTooMuch, isTransient } from '../session/driver/is-unclear.js';
import type { Runtime } from '../session/runtime.js';
import { BackfillStoppedError } from './errors.js';
import { FailingTime } from './failing-time.js';
import type { Slice } from './slice.js';

export interface ReadingParts {
  readonly name: string;
  /** Number of times that reading a page is tried again. */
  readonly retries: number;
  readonly runtime: Pick<Runtime, 'monotonic' | 'delay' | 'random'>;
  /** @throws BackfillStoppedError where the table is not the one that the backfill began with */
  readonly assertShape: () => Promise<void>;
  readonly signal: AbortSignal;
}

const HINT =
  'Look at the load of the servers, and for tombstones (nodetool tpstats, tablestats), then run this again: it goes on ' +
  'where it stopped.';

/** Failures to read a range: decides after each whether to ask again, to ask for less, or to give up. */
export class ReadFailures {
  /** In a row. */
  private count = 0;
  private readonly failing: FailingTime;
  private last: unknown;

  constructor(
    private readonly parts: ReadingParts,
    private readonly slice: Slice,
  ) {
    this.failing = new FailingTime(parts.runtime);
  }

  /** A page was read, or other pages are asked for from now on. */
  forget(): void {
    this.count = 0;
    this.failing.end();
  }

  /**
   * Returns after a pause where the same is to be asked again.
   * @throws BackfillStoppedError where it is of no use
   */
  async adviceAfter(error: unknown): Promise<'again' | 'less'> {
    const { runtime, retries, signal } = this.parts;
    signal.throwIfAborted();
    this.last = error;
    this.count += 1;
    const isTooLong = this.failing.isTooLong();
    if (!isTransient(error)) await this.refuse(error);
    else if (asksTooMuch(error) && this.count > retries) return 'less';
    else if (!asksTooMuch(error) && isTooLong) this.giveUp(error);
    await runtime.delay(pauseAfter(this.count, runtime.random()), signal);
    return 'again';
  }

  /** The end of what can be tried. */
  hopeless(): BackfillStoppedError {
    const { range, token } = this.slice;
    const from = token ?? range.start;
    const problem = `the rows with tokens from ${from} to ${range.end} cannot be read: ${messageOf(this.last)}.`;
    return new BackfillStoppedError(this.parts.name, problem, HINT, this.last);
  }

  /** Servers refuse a mark that they cannot read, too: then the partition is read from its start. */
  private async refuse(error: unknown): Promise<void> {
    await this.parts.assertShape();
    if (!this.slice.mark) throw error;
    this.slice.mark = undefined;
  }

  private giveUp(error: unknown): void {
    if (!this.slice.mark)
      throw new BackfillStoppedError(this.parts.name, 'for a minute no row could be read.', HINT, error);
    this.slice.mark = undefined;
    this.forget();
  }
}
