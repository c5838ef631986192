/**
 * Result of work that may take so many milliseconds. Work that takes longer goes on, and nobody listens any more.
 * @throws Error with the text once the time is over
 */
export function inTime<T>(work: Promise<T>, milliseconds: number, text: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(text)), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
