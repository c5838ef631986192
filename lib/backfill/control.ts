import type { Runtime } from '../session/runtime.js';
import { BackfillNotRunningError } from './errors.js';
import type { Pacer } from './pacer.js';
import type { BackfillRecord, StateRow } from './state-row.js';
import type { WriteWindow } from './write-window.js';

/** Milliseconds between two looks at the state row. */
const READ_EVERY = 2_000;

export interface ControlParts {
  readonly state: StateRow;
  readonly run: string;
  readonly pacer: Pacer;
  readonly window: WriteWindow;
  readonly runtime: Pick<Runtime, 'every'>;
  /** Most writes in flight where the state row says nothing. */
  readonly concurrency: number;
  /** A paused backfill waits until it is resumed, or its work ends here. */
  readonly whenPaused: 'wait' | 'stop';
  /** Number of processes that share the rate. */
  readonly workers: () => Promise<number>;
  readonly stop: (reason: Error) => void;
}

/** Does with a backfill under way as its state row says: pause, rate and concurrency come from any machine. */
export class Control {
  private isReading = false;

  constructor(private readonly parts: ControlParts) {}

  /** Looks at the state row again and again, until the function that it returns is called. */
  watch(): () => void {
    return this.parts.runtime.every(READ_EVERY, () => {
      if (this.isReading) return;
      this.isReading = true;
      // A look that fails changes nothing; the next one tells.
      void this.read()
        .catch(() => {})
        .finally(() => (this.isReading = false));
    });
  }

  /** Takes over what a record says. */
  async obey(record: BackfillRecord | undefined): Promise<void> {
    const { run, pacer, window, concurrency, whenPaused, workers, stop } = this.parts;
    if (record?.run !== run) return stop(new BackfillNotRunningError(this.parts.state.name, 'begun anew'));
    const { state, reason, rate } = record;
    if (state === 'cancelled' || (state === 'paused' && whenPaused === 'stop'))
      return stop(new BackfillNotRunningError(record.name, state, reason));
    window.limit(record.concurrency ?? concurrency);
    const share = rate === undefined ? undefined : rate / (await workers());
    pacer.set({ rate: share, paused: state === 'paused' });
  }

  private async read(): Promise<void> {
    await this.obey(await this.parts.state.load());
  }
}
