import { CoodieError, messageOf } from '../core/error.js';
import type { Reading } from '../present/page/page-view.js';
import { type Runtime, systemRuntime } from '../session/runtime.js';

/** Milliseconds for which an answer is shared. */
export const SHARED_FOR = 5_000;
/** Milliseconds after which a page is shown without the answer. */
export const READ_WITHIN = 3_000;

/**
 * Something that is read once for all who ask within some seconds. While a read is under way no other one is sent, however
 * long it takes: a page that is loaded again and again does not load the cluster.
 */
export class SharedReading<T> {
  private latest: { readonly answer: Promise<Reading<T>>; readonly until: () => number } | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly runtime: Pick<Runtime, 'monotonic' | 'delay'> = systemRuntime,
  ) {}

  async get(): Promise<Reading<T>> {
    if (!this.latest || this.latest.until() <= this.runtime.monotonic()) this.latest = this.start();
    const enough = new AbortController();
    const late = this.runtime.delay(READ_WITHIN, enough.signal).then(
      () => NO_ANSWER,
      () => NO_ANSWER,
    );
    try {
      return await Promise.race([this.latest.answer, late]);
    } finally {
      enough.abort();
    }
  }

  private start(): NonNullable<SharedReading<T>['latest']> {
    const time = { until: Number.POSITIVE_INFINITY };
    const answer = readingOf(this.read).then((reading) => {
      time.until = this.runtime.monotonic() + SHARED_FOR;
      return reading;
    });
    return { answer, until: () => time.until };
  }
}

const NO_ANSWER = {
  kind: 'failed',
  message: `The database did not answer within ${READ_WITHIN / 1000} seconds.`,
  hint: 'The page shows the answer once it is there: load it again.',
} as const;

async function readingOf<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    return { kind: 'failed', message: messageOf(error), hint: error instanceof CoodieError ? error.hint : undefined };
  }
}
