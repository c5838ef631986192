import { EventEmitter, on } from 'node:events';
import type { Progress, Report } from '../core/progress/progress.js';

const PROGRESS = 'progress';

/** Lets any number of listeners follow what is reported. */
export class ProgressFeed {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  readonly report: Report = (progress) => void this.emitter.emit(PROGRESS, progress);

  /** Everything from now on, until the signal aborts or the reader stops; what is not read yet is kept. */
  follow(signal?: AbortSignal): AsyncIterable<Progress> {
    return progressOf(on(this.emitter, PROGRESS, signal ? { signal } : {}), signal);
  }
}

async function* progressOf(events: AsyncIterable<unknown[]>, signal?: AbortSignal): AsyncGenerator<Progress> {
  try {
    // Each event that is emitted above is one Progress.
    for await (const [progress] of events) yield progress as Progress;
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
