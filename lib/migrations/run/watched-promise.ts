/**
 * A promise that knows whether its outcome was ever asked for. Node ends the process for an unhandled rejection; the queue of
 * statements handles that of this promise.
 */
export class WatchedPromise<T> extends Promise<T> {
  /** Derived promises are plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  isWatched = false;

  // A promise has `then`; this one notes that it was called.
  // oxlint-disable-next-line unicorn/no-thenable
  override then<R = T, E = never>(
    onFulfilled?: ((value: T) => R | PromiseLike<R>) | null,
    onRejected?: ((reason: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    this.isWatched = true;
    return super.then(onFulfilled, onRejected);
  }

  /** Handles a rejection without counting as a caller that asked. */
  neverUnhandled(): this {
    super.then(undefined, () => {});
    return this;
  }
}
