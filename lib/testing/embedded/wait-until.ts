import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Asks again and again until the answer is yes, or the time (milliseconds) is over: then false. */
export async function waitUntil(condition: () => Promise<boolean>, timeout: number): Promise<boolean> {
  const deadline = performance.now() + timeout;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await sleep(PAUSE_MS);
  }
  return false;
}
