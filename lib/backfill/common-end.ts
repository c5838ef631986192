import { sharedSignal } from '../session/in-time.js';

/** Work that ends together: the first failure, or a signal from outside, ends all of it. */
export class CommonEnd {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();

  constructor(outer: AbortSignal) {
    this.signal = sharedSignal([outer, this.controller.signal]);
  }

  stop(reason: unknown): void {
    this.controller.abort(reason);
  }

  /** Works on every item, so many at once, those that are added meanwhile as well. */
  async each<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
    let taken = 0;
    const worker = async (): Promise<void> => {
      // Not an iterator of the list: one that has once come to the end stays there.
      while (taken < items.length) await work(items[taken++] as T);
    };
    await this.all(Array.from({ length: limit }, worker));
  }

  /** Waits for all; nothing is under way afterwards. */
  async all(work: readonly Promise<void>[]): Promise<void> {
    const stopping = work.map((one) =>
      one.catch((error: unknown) => {
        this.stop(error);
        throw error;
      }),
    );
    await Promise.allSettled(stopping);
    // The first failure is the reason: the later ones are the abort that it caused.
    if (this.signal.aborted) throw this.signal.reason as Error;
  }
}
