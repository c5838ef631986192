import type { ClientOptions } from 'cassandra-driver';
import { anything, type Check, isPlainObject, object, text, texts } from '../core/options/check-options.js';
import { suggestion } from '../core/text/suggestion.js';
import { describeValue } from '../core/text/visible.js';
import { CLIENT_STRAYS } from './stray-options.js';

/** Options that the driver reads and its types do not have (4.10.0). */
interface Untyped {
  readonly id?: unknown;
  readonly applicationName?: unknown;
  readonly applicationVersion?: unknown;
  readonly monitorReporting?: unknown;
  readonly logEmitter?: unknown;
}

type Names<T> = readonly (keyof NonNullable<T> & string)[];

/**
 * Problems of `client`: the driver ignores names that it does not know. The driver itself judges values. A
 * client of the application's is recognized by its shape, as it may come from another copy of the driver.
 */
export function clientProblems(value: unknown, path: string): readonly string[] {
  if (!isPlainObject(value)) {
    return [`${path} must be the options of cassandra-driver, or a Client, not ${describeValue(value)}`];
  }
  if (typeof value['execute'] === 'function') return [];
  return [...OPTIONS(value, path), ...missing(value, path)];
}

const OPTIONS = object<ClientOptions & Untyped>(
  {
    contactPoints: texts,
    localDataCenter: text,
    keyspace: text,
    authProvider: anything,
    credentials: group(['username', 'password'] satisfies Names<ClientOptions['credentials']>),
    cloud: anything,
    encoding: group([
      'map',
      'set',
      'copyBuffer',
      'useUndefinedAsUnset',
      'useBigIntAsLong',
      'useBigIntAsVarint',
    ] satisfies Names<ClientOptions['encoding']>),
    isMetadataSyncEnabled: anything,
    maxPrepared: anything,
    metrics: anything,
    policies: group([
      'addressResolution',
      'loadBalancing',
      'reconnection',
      'retry',
      'speculativeExecution',
      'timestampGeneration',
    ] satisfies Names<ClientOptions['policies']>),
    pooling: group([
      'coreConnectionsPerHost',
      'heartBeatInterval',
      'maxRequestsPerConnection',
      'warmup',
    ] satisfies Names<ClientOptions['pooling']>),
    prepareOnAllHosts: anything,
    profiles: anything,
    protocolOptions: group(['maxSchemaAgreementWaitSeconds', 'maxVersion', 'noCompact', 'port'] satisfies Names<
      ClientOptions['protocolOptions']
    >),
    promiseFactory: anything,
    queryOptions: group([
      'autoPage',
      'captureStackTrace',
      'consistency',
      'executionProfile',
      'fetchSize',
      'isIdempotent',
      'prepare',
      'readTimeout',
      'retry',
      'serialConsistency',
      'traceQuery',
    ] satisfies Names<ClientOptions['queryOptions']>),
    refreshSchemaDelay: anything,
    rePrepareOnUp: anything,
    requestTracker: anything,
    socketOptions: group([
      'coalescingThreshold',
      'connectTimeout',
      'defunctReadTimeoutThreshold',
      'keepAlive',
      'keepAliveDelay',
      'readTimeout',
      'tcpNoDelay',
    ] satisfies Names<ClientOptions['socketOptions']>),
    sslOptions: anything,
    id: anything,
    applicationName: anything,
    applicationVersion: anything,
    monitorReporting: anything,
    logEmitter: anything,
  },
  CLIENT_STRAYS,
);

/** A group of options: only what looks like a mistyped name is refused, because another driver may know more. */
function group(names: readonly string[]): Check {
  return (value, path) => {
    if (!isPlainObject(value)) return [`${path} must be an object, not ${describeValue(value)}`];
    return Object.keys(value).flatMap((name) => {
      const like = names.includes(name) ? '' : suggestion(name, names);
      return like === '' ? [] : [`${path}.${name} is no option${like}`];
    });
  };
}

function missing(client: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  const isThere = client['contactPoints'] !== undefined || client['cloud'] !== undefined;
  return isThere ? [] : [`${path}.contactPoints is missing, such as ['127.0.0.1']`];
}
