import type { Worker } from 'bullmq';
import { inTime } from '../session/in-time.js';
import { isClient } from './queue-settings.js';
import type { RangeProcessor } from './range-processor.js';
import type { Reconciler } from './reconciler.js';
import type { Rest } from './rest.js';
import type { Redis, Turn, TurnQueue } from './turns.js';

/** The parts of a process that takes part in backfills. */
export interface RunningWorker {
  readonly queue: TurnQueue;
  readonly worker: Worker<Turn>;
  readonly rest: Rest;
  readonly processor: RangeProcessor;
  readonly reconciler: Reconciler;
  readonly connection: Redis;
}

/** Milliseconds, together less than the 10 s that an application is given to end in. */
const WRITES = 6_000;
const PASS = 3_000;
const ANSWER = 1_000;
const LEAVE = 1_500;
const DISCONNECT = 500;

/** Ends the work, and writes the checkpoints, whether Redis answers or not. */
export async function closeWorker(running: RunningWorker): Promise<void> {
  const { queue, worker, rest, processor, reconciler, connection } = running;
  rest.end();
  // It takes no other range from here on.
  void worker.pause(true).catch(() => {});
  const [isWritten] = await Promise.all([within(processor.close(), WRITES), within(reconciler.close(), PASS)]);
  const answers = isWritten && (await within(queue.getWaitingCount(), ANSWER));
  // Without force it would wait for Redis, and could not be forced afterwards.
  await within(worker.close(!answers), LEAVE);
  hush(worker);
  await closeQueue(queue, connection, answers);
}

/** Closes a queue whose Redis may not answer. */
export async function closeQueue(queue: TurnQueue, connection: Redis, answers = false): Promise<void> {
  // A client of the application's stays as it is: others may use it.
  if (!answers && !isClient(connection)) void within(queue.disconnect(), DISCONNECT);
  const closing = queue.close();
  hush(queue);
  await within(closing, DISCONNECT);
}

/** Connections of BullMQ 5; it has no listener left for what they report when they end before they were there. */
interface Reporting {
  readonly connection?: Reporter;
  readonly blockingConnection?: Reporter;
}

interface Reporter {
  on(event: 'error', listener: () => void): unknown;
}

/** Node ends a process where nothing listens to an error. */
function hush(closed: object): void {
  const { connection, blockingConnection } = closed as Reporting;
  for (const reporter of [connection, blockingConnection]) reporter?.on('error', () => {});
}

/** Whether work has ended well in some milliseconds; it may go on afterwards, and nobody waits for it. */
function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return inTime(work, milliseconds, new Error('It takes too long.')).then(
    () => true,
    () => false,
  );
}
