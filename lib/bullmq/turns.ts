import type { ConnectionOptions, Queue } from 'bullmq';
import { shuffle } from '../core/backfill/plan-ranges.js';

/** Data of a job: the turn of a range. Everything else is in the database. */
export interface Turn {
  readonly name: string;
  readonly range: number;
}

export type TurnQueue = Queue<Turn>;
export type Redis = ConnectionOptions;

/** Milliseconds: a killed worker is noticed within lock and interval together. */
export const WORKER_TIMES = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000 } as const;

const MOST_AT_ONCE = 1_000;
// A job that was kept would keep its id, and the range could not be added again.
const KEPT = { removeOnComplete: true, removeOnFail: true } as const;
const REPEATED = { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } } as const;

export const queueName = (keyspace: string): string => `coodie-backfill-${keyspace}`;

const prefixOf = (name: string): string => `${encodeURIComponent(name)}-`;

/** The range that the job of an id is for, if it is one of this backfill. */
export function rangeOf(id: string, name: string): number | undefined {
  const prefix = prefixOf(name);
  const rest = id.slice(prefix.length);
  return id.startsWith(prefix) && /^\d+$/.test(rest) ? Number(rest) : undefined;
}

/** Adds ranges to the queue, in any order; those that are in it already stay as they are. */
export async function addTurns(queue: TurnQueue, name: string, positions: readonly number[]): Promise<void> {
  const left = shuffle(positions, () => Math.random());
  for (let start = 0; start < left.length; start += MOST_AT_ONCE) {
    const some = left.slice(start, start + MOST_AT_ONCE);
    await queue.addBulk(
      some.map((range) => ({
        name: 'range',
        data: { name, range },
        opts: { jobId: `${prefixOf(name)}${range}`, ...REPEATED, ...KEPT },
      })),
    );
  }
}
