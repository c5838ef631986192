import type { Runtime } from '../../session/runtime.js';

/** Signal that ends the wait for code of the application. */
export interface GraceOptions {
  readonly signal: AbortSignal;
  readonly runtime: Pick<Runtime, 'delay'>;
}

/** Milliseconds. */
const GRACE = 2_000;

/** Waits for work, but at most two seconds after the signal aborts: a hook that never settles would hold the lock. */
export async function withinGrace<T>({ signal, runtime }: GraceOptions, work: () => Promise<T> | T): Promise<T> {
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
