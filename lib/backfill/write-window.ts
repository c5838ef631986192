import { adaptWindow, type WindowBounds } from '../core/backfill/adapt-window.js';
import type { Runtime } from '../session/runtime.js';

/** Writes in flight at first, where the time that they take decides how many there may be. */
const FIRST = 32;

/** Limits the writes in flight. The limit grows while the servers keep up, and is halved where one is overloaded. */
export class WriteWindow {
  private size: number;
  private inFlight = 0;
  private waiting: (() => void)[] = [];
  private latencies: number[] = [];
  private overloads = 0;

  constructor(
    private bounds: WindowBounds,
    private readonly runtime: Pick<Runtime, 'monotonic'>,
  ) {
    this.size = bounds.latency === undefined ? bounds.most : Math.min(FIRST, bounds.most);
  }

  /** Writes that are under way. */
  get writing(): number {
    return this.inFlight;
  }

  /** Most writes in flight. */
  get most(): number {
    return this.bounds.most;
  }

  /** Changes the most writes in flight; those that are under way go on. */
  limit(most: number): void {
    this.bounds = { ...this.bounds, most };
    this.size = Math.min(this.size, most);
  }

  /** Does the work as soon as there is room for it. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    while (this.inFlight >= this.size) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.inFlight += 1;
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
      this.admit();
    }
  }

  acknowledged(since: number): void {
    this.latencies.push(this.runtime.monotonic() - since);
  }

  overloaded(): void {
    this.overloads += 1;
  }

  /** Judges what happened since the last time. */
  adapt(): void {
    this.size = adaptWindow(this.size, { latencies: this.latencies, overloads: this.overloads }, this.bounds);
    this.latencies = [];
    this.overloads = 0;
    this.admit();
  }

  private admit(): void {
    this.waiting.splice(0, Math.max(0, this.size - this.inFlight)).forEach((resolve) => resolve());
  }
}
