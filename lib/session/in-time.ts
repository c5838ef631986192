/**
 * Result of work that may take so many milliseconds. Work that takes longer goes on, and nobody listens any more.
 * @throws Error the one that is given, once the time is over
 */
export function inTime<T>(work: Promise<T>, milliseconds: number, late: Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Lets others have their turn: whatever is settled by now is heard of by then. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
