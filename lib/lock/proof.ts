import type { Runtime } from '../session/runtime.js';

/** A moment on both clocks of a machine, in milliseconds. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** The last time that a lock was proven to be ours. */
export class Proof {
  constructor(
    private readonly runtime: Pick<Runtime, 'now' | 'monotonic'>,
    private last: Moment,
  ) {}

  /** The moment at which a question is asked that may prove it. */
  get now(): Moment {
    return { monotonic: this.runtime.monotonic(), wall: this.runtime.now().getTime() };
  }

  /** Takes over the moment at which the question was asked. */
  renew(asked: Moment): void {
    this.last = asked;
  }

  /** A suspended machine stops its monotonic clock; only the wall clock shows how long it slept. */
  isOlderThan(milliseconds: number): boolean {
    const { monotonic, wall } = this.last;
    return Math.max(this.runtime.monotonic() - monotonic, this.runtime.now().getTime() - wall) > milliseconds;
  }
}
