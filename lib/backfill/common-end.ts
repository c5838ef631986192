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
