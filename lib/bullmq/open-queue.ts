import { Queue } from 'bullmq';
import { unusable } from './errors.js';
import { closeQueue } from './close-worker.js';
import { refuseUnusable, type QueueSettings } from './queue-settings.js';
import { troubleOf, type Trouble } from './redis-trouble.js';
import type { Turn, TurnQueue } from './turns.js';

export interface QueueOpening {
  readonly settings: QueueSettings;
  /** Ends the wait: the application is shutting down. */
  readonly signal: AbortSignal;
  /** Told once the time is over; the queue connects as soon as Redis answers. */
  readonly onLate: (last: Trouble | undefined, ready: Promise<void>) => void;
}

/** Milliseconds that a start waits for Redis. */
const START = 3_000;

/**
 * Opens a queue, and waits a short time for Redis.
 * @throws QueueUnusableError where it could never work; nothing is left running then
 */
export async function openQueue(name: string, opening: QueueOpening): Promise<TurnQueue> {
  const { settings } = opening;
  refuseUnusable(settings);
  const queue = constructed(name, settings);
  try {
    await readyInTime(queue, opening);
    return queue;
  } catch (error) {
    await closeQueue(queue, settings.connection);
    throw unusable(error);
  }
}

function constructed(name: string, settings: QueueSettings): TurnQueue {
  try {
    return new Queue<Turn>(name, settings);
  } catch (error) {
    throw unusable(error);
  }
}

/** Rejects with a failure that stays. */
async function readyInTime(queue: TurnQueue, { signal, onLate }: QueueOpening): Promise<void> {
  let last: Trouble | undefined;
  const ready = queue.waitUntilReady();
  const isReady = await new Promise<boolean>((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), START);
    signal.addEventListener('abort', () => resolve(false), { once: true });
    queue.on('error', (error) => {
      last = troubleOf(error);
      if (last.lasts) reject(error);
    });
    ready.then(() => resolve(true), reject).finally(() => clearTimeout(timer));
  });
  if (!isReady && !signal.aborted) onLate(last, ready);
}
