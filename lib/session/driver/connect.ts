import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'cassandra-driver';
import type { CoodieError } from '../../core/error.js';
import { ConnectionFailedError } from '../errors.js';
import { explainConnectError } from './explain-connect-error.js';

export interface ConnectOptions {
  readonly keyspace: string;
  /** How often to try in all, at least once. */
  readonly attempts: number;
  /** Milliseconds between two tries. */
  readonly delay: number;
  /** Aborts when the connection is no longer needed. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each failure that is followed by another try. */
  readonly onRetry?: (error: CoodieError, attempt: number) => void;
}

/**
 * Connects a client. Only an unreachable cluster is tried again: wrong credentials, a missing keyspace or options that
 * cannot work do not get better by waiting.
 * @throws ConnectionFailedError | AuthenticationFailedError | KeyspaceMissingError | InvalidConnectionError
 */
export async function connect(client: Client, options: ConnectOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const error = await tryOnce(client, options.keyspace);
    if (error === undefined) return;
    const isOver = attempt >= options.attempts || options.signal?.aborted;
    if (!(error instanceof ConnectionFailedError) || isOver) throw error;
    options.onRetry?.(error, attempt);
    await delay(options.delay, undefined, options.signal ? { signal: options.signal } : {});
  }
}

async function tryOnce(client: Client, keyspace: string): Promise<CoodieError | undefined> {
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    abandon(client);
    return explainConnectError(error, { keyspace, unresolved: unresolvedNames(client) });
  }
}

interface Closable {
  close(callback: () => void): void;
}

/**
 * Closes what a failed connect leaves open: a driver that has reached a host and then finds its options wrong keeps that
 * socket, and with it the process, even after `shutdown()` (4.10.0). None of this is in the driver's typings.
 */
export function abandon(client: Client): void {
  const { controlConnection } = client as unknown as { controlConnection?: { connection?: Closable | null } };
  controlConnection?.connection?.close(() => {});
}

/** The contact points that the driver could not look up. None of this is in the driver's typings (4.10.0). */
export function unresolvedNames(client: Client): readonly string[] {
  const { controlConnection } = client as unknown as {
    readonly controlConnection?: { getResolvedContactPoints?: () => ReadonlyMap<string, readonly string[]> };
  };
  const resolved = controlConnection?.getResolvedContactPoints?.() ?? new Map<string, readonly string[]>();
  return [...resolved].flatMap(([name, addresses]) => (addresses.length === 0 ? [name] : []));
}
