interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  isCancelled: boolean;
}

/** Withdraws an event that has not happened. */
export type Cancel = () => void;

/** A virtual clock, and what happens when: a binary heap of events in the order of their times. */
export class EventQueue {
  /** Milliseconds since the simulation began. */
  now = 0;
  private readonly heap: Event[] = [];
  private count = 0;

  after(milliseconds: number, run: () => void): Cancel {
    this.count += 1;
    const event: Event = { at: this.now + Math.max(0, milliseconds), order: this.count, run, isCancelled: false };
    this.heap.push(event);
    this.siftUp(this.heap.length - 1);
    return () => {
      event.isCancelled = true;
    };
  }

  /** Lets the next event happen; false where there is none before `end`. */
  step(end = Number.POSITIVE_INFINITY): boolean {
    for (let event = this.heap[0]; event && event.at <= end; event = this.heap[0]) {
      this.removeFirst();
      if (event.isCancelled) continue;
      this.now = event.at;
      event.run();
      return true;
    }
    return false;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    this.heap[0] = last;
    this.siftDown(0);
  }

  private siftUp(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private siftDown(start: number): void {
    for (let index = start; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let first = index;
      if (left < this.heap.length && this.isBefore(left, first)) first = left;
      if (right < this.heap.length && this.isBefore(right, first)) first = right;
      if (first === index) return;
      this.swap(index, first);
      index = first;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [left, right] = [this.heap[a], this.heap[b]];
    if (!left || !right) return false;
    return left.at < right.at || (left.at === right.at && left.order < right.order);
  }

  private swap(a: number, b: number): void {
    const [left, right] = [this.heap[a], this.heap[b]];
    if (!left || !right) return;
    this.heap[a] = right;
    this.heap[b] = left;
  }
}
