import { Client, policies, type ClientOptions } from 'cassandra-driver';
import { messageOf } from '../../core/message-of.js';
import { explainConnectError } from '../../session/driver/explain-connect-error.js';
import { OneCoordinatorPolicy } from '../../session/driver/one-coordinator-policy.js';
import { ConnectionFailedError } from '../../session/errors.js';

/**
 * Asks the hosts one after the other; the first that answers tells its data centre. The driver insists on being told,
 * and would ask any host of the cluster where all were given at once.
 * @throws ConnectionFailedError with every host's problem | AuthenticationFailedError
 */
export async function findLocalDataCenter(options: ClientOptions): Promise<string> {
  const failures: Failure[] = [];
  for (const contactPoint of options.contactPoints ?? []) {
    const answer = await ask({ ...options, contactPoints: [contactPoint] });
    if (typeof answer === 'string') return answer;
    failures.push({ host: contactPoint, error: answer });
  }
  throw new ConnectionFailedError(failures.flatMap(problemsOf), failures[0]?.error.cause);
}

interface Failure {
  readonly host: string;
  readonly error: ConnectionFailedError;
}

/** A name that cannot be looked up stands for no host at all. */
function problemsOf({ host, error }: Failure): ConnectionFailedError['hosts'] {
  if (error.hosts.length > 0) return error.hosts;
  return [{ host, problem: messageOf(error.cause) }];
}

async function ask(options: ClientOptions): Promise<string | ConnectionFailedError> {
  const client = new Client(probing(options));
  try {
    await client.connect();
    const { rows } = await client.execute('SELECT data_center FROM system.local');
    return String(rows[0]?.['data_center']);
  } catch (error) {
    const explained = explainConnectError(error, '');
    if (explained instanceof ConnectionFailedError) return explained;
    throw explained;
  } finally {
    await client.shutdown();
  }
}

function probing(options: ClientOptions): ClientOptions {
  return {
    ...options,
    isMetadataSyncEnabled: false,
    policies: {
      loadBalancing: new OneCoordinatorPolicy(),
      reconnection: new policies.reconnection.ConstantReconnectionPolicy(60_000),
    },
    pooling: { warmup: false, coreConnectionsPerHost: { 0: 1, 1: 1 } },
  };
}
