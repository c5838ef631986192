import { policies, type Client, type Host } from 'cassandra-driver';
import { asNoAnswer } from './no-answer.js';

/** Hosts that are asked at once: one of them may have stopped without a word. */
const ASKED = 3;
const VERSION = 'SELECT release_version FROM system.local';

/**
 * Asks some hosts for their version; answers with the first that comes. Never asks twice, so that it takes no longer
 * than `timeout` milliseconds.
 * @throws NoHostAnswersError, or the error of the host
 */
export async function askAnyHost(client: Client, timeout: number): Promise<string> {
  const ask = async (host: Host | undefined): Promise<string> => {
    const { rows } = await client.execute(VERSION, [], {
      prepare: false,
      readTimeout: timeout,
      retry: new policies.retry.FallthroughRetryPolicy(),
      ...(host ? { host } : {}),
    });
    return String(rows[0]?.['release_version']);
  };
  const connected = client.getState().getConnectedHosts().toSorted(inAnyOrder).slice(0, ASKED);
  try {
    return await Promise.any((connected.length > 0 ? connected : [undefined]).map(ask));
  } catch (error) {
    throw asNoAnswer(error instanceof AggregateError ? error.errors[0] : error);
  }
}

/** Which of the hosts are asked changes from time to time. */
const inAnyOrder = () => Math.random() - 0.5;

export interface HostCount {
  readonly up: number;
  readonly known: number;
}

/** The hosts of the cluster, as the client sees them. */
export function countHosts(client: Client): HostCount {
  const hosts = client.hosts.values();
  return { up: hosts.filter((host) => host.isUp()).length, known: hosts.length };
}
