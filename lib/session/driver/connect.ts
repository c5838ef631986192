import type { Client } from 'cassandra-driver';
import { setTimeout as delay } from 'node:timers/promises';
import type { CoodieError } from '../../core/error.js';
import { ConnectionFailedError } from '../errors.js';
import { abandon } from './abandon.js';
import { explainConnectError } from './explain-connect-error.js';
import { unresolvedNames } from './unresolved-names.js';

export interface ConnectOptions {
  readonly keyspace: string;
  /** How often to try in all, at least once. */
  readonly attempts: number;
  /** Milliseconds between two tries. */
  readonly delay: number;
  /** Aborts when nobody waits for the connection any more. */
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
