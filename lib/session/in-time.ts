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

/** Works on every item, so many at once; the results are in the order of the items. The first failure is thrown. */
export async function inTurns<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) results[position] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
