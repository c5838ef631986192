/**
 * A promise that knows whether its outcome was ever asked for. The language takes the rejection of a promise that nobody
 * has asked for as a crash of the process; of this one it is taken by whoever counts the statements.
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

  /** Handles a rejection, without counting as somebody who asks. */
  neverUnhandled(): this {
    super.then(undefined, () => {});
    return this;
  }
}
