import { adaptWindow, type WindowBounds } from '../core/backfill/adapt-window.js';

/** Writes in flight at first, where the time that they take decides how many there may be. */
const FIRST = 32;

/** Limits the rows that are worked on. The limit grows while the servers keep up, and is halved where one is overloaded. */
export class WriteWindow {
  /** Writes that are not answered yet. */
  writing = 0;
  private size: number;
  private inHand = 0;
  private waiting: (() => void)[] = [];
  private latencies: number[] = [];
  private overloads = 0;

  constructor(private bounds: WindowBounds) {
    this.size = bounds.latency === undefined ? bounds.most : Math.min(FIRST, bounds.most);
  }

  /** Changes the most rows in hand; those that are go on. */
  limit(most: number): void {
    this.bounds = { ...this.bounds, most };
    this.size = Math.min(this.size, most);
  }

  /** Takes one more row in hand; false where there is no room. */
  enter(): boolean {
    if (this.inHand >= this.size) return false;
    this.inHand += 1;
    return true;
  }

  /** Resolves as soon as there may be room. */
  room(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** A row is done. */
  leave(): void {
    this.inHand -= 1;
    this.admit();
  }

  /** Milliseconds that a write took. */
  acknowledged(milliseconds: number): void {
    this.latencies.push(milliseconds);
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
    for (let free = this.size - this.inHand; free > 0 && this.waiting.length > 0; free -= 1) this.waiting.shift()?.();
  }
}
