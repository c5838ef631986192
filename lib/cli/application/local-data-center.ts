import { Client, policies, type ClientOptions } from 'cassandra-driver';
import { CoodieError } from '../../core/error.js';
import { connect } from '../../session/driver/connect.js';
import { explainConnectError } from '../../session/driver/explain-connect-error.js';
import { OneCoordinatorPolicy } from '../../session/driver/one-coordinator-policy.js';
import { ownClientOptions } from '../../session/driver/own-client-options.js';
import { ConnectionFailedError } from '../../session/errors.js';

/**
 * Asks the hosts one after the other; the first that answers tells its data centre. The driver insists on being told,
 * and would ask any host of the cluster where all were given at once.
 * @throws ConnectionFailedError with every host's problem | AuthenticationFailedError
 */
export async function findLocalDataCenter(options: ClientOptions): Promise<string> {
  const failures: ConnectionFailedError[] = [];
  for (const contactPoint of options.contactPoints ?? []) {
    const answer = await ask({ ...options, contactPoints: [contactPoint] });
    if (typeof answer === 'string') return answer;
    failures.push(answer);
  }
  throw new ConnectionFailedError(
    failures.flatMap(({ hosts }) => hosts),
    failures[0]?.cause,
    failures[0]?.hint,
  );
}

async function ask(options: ClientOptions): Promise<string | ConnectionFailedError> {
  const client = new Client(probing(options));
  try {
    await connect(client, { keyspace: '', attempts: 1, delay: 0 });
    const { rows } = await client.execute('SELECT data_center FROM system.local');
    return String(rows[0]?.['data_center']);
  } catch (error) {
    const explained = error instanceof CoodieError ? error : explainConnectError(error, { keyspace: '' });
    if (explained instanceof ConnectionFailedError) return explained;
    throw explained;
  } finally {
    await client.shutdown();
  }
}

function probing(options: ClientOptions): ClientOptions {
  const own = ownClientOptions(options, { timeout: TIMEOUT, policy: new OneCoordinatorPolicy() });
  const reconnection = new policies.reconnection.ConstantReconnectionPolicy(60_000);
  return { ...own, policies: { ...own.policies, reconnection } };
}

/** Milliseconds, as by the driver's own default. */
const TIMEOUT = 12_000;
