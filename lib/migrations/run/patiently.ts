import type { Runtime } from '../../session/runtime.js';

/** When waiting for somebody else's code is to end. */
export interface Patience {
  readonly signal: AbortSignal;
  readonly runtime: Pick<Runtime, 'delay'>;
}

/** Milliseconds. */
const GRACE = 2_000;

/** Waits for work, but no longer than a moment after the signal has aborted: a hook may never settle, and holds the lock. */
export async function patiently<T>({ signal, runtime }: Patience, work: () => Promise<T> | T): Promise<T> {
  const done = new AbortController();
  const given = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal });
  });
  const overdue = given.then(async (): Promise<never> => {
    await runtime.delay(GRACE, done.signal);
    // The reason is what the run is to end with.
    throw signal.reason as Error;
  });
  overdue.catch(() => {});
  try {
    return await Promise.race([work(), overdue]);
  } finally {
    done.abort();
  }
}
