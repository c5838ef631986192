import { KeyspacesFailedError, type KeyspaceOutcome } from './errors.js';

/** Keyspaces that are worked on, and how many of them at once. */
export interface Keyspaces<T> {
  readonly items: readonly T[];
  readonly nameOf: (item: T) => string;
  readonly concurrency: number;
}

/**
 * Works on every keyspace, whatever becomes of the others.
 * @throws the failure itself where there is one keyspace | KeyspacesFailedError with every failure where there are several
 */
export async function inEachKeyspace<T, R>(
  { items, nameOf, concurrency }: Keyspaces<T>,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = await settleLimited(items, concurrency, work);
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (failures.length === 0) return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (items.length === 1) throw failures[0];
  throw new KeyspacesFailedError(results.map((result, position) => outcomeOf(nameOf(items[position] as T), result)));
}

function outcomeOf(keyspace: string, result: PromiseSettledResult<unknown>): KeyspaceOutcome {
  return result.status === 'fulfilled' ? { keyspace } : { keyspace, error: result.reason };
}

async function settleLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) [results[position]] = await Promise.allSettled([attempt(item, work)]);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** Work that throws before it has returned a promise has failed like any other. */
async function attempt<T, R>(item: T, work: (item: T) => Promise<R>): Promise<R> {
  return work(item);
}
