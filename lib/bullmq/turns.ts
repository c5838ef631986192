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
export const KEPT_NEVER = { removeOnComplete: true, removeOnFail: true } as const;
const REPEATED = { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } } as const;

export const queueName = (keyspace: string): string => `coodie-backfill-${keyspace}`;

/** Greatest number of a range that the table can hold. */
const GREATEST = 2 ** 31 - 1;

/** Reads the data of a job, which anyone who reaches Redis can add; undefined where it is no turn. */
export function turnOf(value: unknown): Turn | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, range } = value as Readonly<Record<keyof Turn, unknown>>;
  if (typeof name !== 'string' || typeof range !== 'number') return undefined;
  return name !== '' && Number.isInteger(range) && range >= 0 && range <= GREATEST ? { name, range } : undefined;
}

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
        opts: { jobId: `${prefixOf(name)}${range}`, ...REPEATED, ...KEPT_NEVER },
      })),
    );
  }
}
