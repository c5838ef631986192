import { CoodieError, messageOf } from '../core/error.js';
import type { ConnectionScope } from '../nest/connection-scope.js';
import { askAnyHost, countHosts } from '../session/driver/ask-any-host.js';
import { inTime } from '../session/in-time.js';

/** Outcome of a check, without the name that the application gave it. */
export type Health =
  | { readonly isUp: true; readonly details: Readonly<Record<string, unknown>> }
  | { readonly isUp: false; readonly details: Readonly<Record<string, unknown>> };

/** Asks a connection's cluster for a sign of life: always the cluster itself, never what was known of it. */
export async function probeCluster({ connection }: ConnectionScope, timeout: number): Promise<Health> {
  if (connection.isFake) return down(new Error('The client is a stand-in that can ask nothing.'));
  if (!connection.isOpen) return down(connection.problem ?? new Error('The connection is not open yet.'));
  const startedAt = performance.now();
  try {
    const version = await answerInTime(askAnyHost(connection.liveClient, timeout), timeout);
    const { up, known } = countHosts(connection.liveClient);
    const ms = Math.round(performance.now() - startedAt);
    return { isUp: true, details: { cassandra: version, ms, hosts: `${up}/${known}` } };
  } catch (error) {
    return down(error);
  }
}

/** Whether the migrations and the sync of the start are done. */
export function probeStart({ readiness }: ConnectionScope): Health {
  switch (readiness.state.kind) {
    case 'done':
      return { isUp: true, details: { schema: 'ready' } };
    case 'failed':
      return down(readiness.state.error, { schema: 'failed' });
    case 'running':
    case 'waiting':
      return { isUp: false, details: { schema: 'starting', message: 'The start has not finished yet.' } };
  }
}

function down(error: unknown, details: Readonly<Record<string, unknown>> = {}): Health {
  const code = error instanceof CoodieError ? { code: error.code } : {};
  return { isUp: false, details: { ...details, message: messageOf(error), ...code } };
}

/** @throws Error after the timeout; a later answer is ignored */
export function answerInTime<T>(answer: Promise<T>, timeout: number): Promise<T> {
  return inTime(answer, timeout, new Error(`No answer within ${timeout} ms.`));
}
