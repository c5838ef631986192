import { policies, type ClientOptions, type DseClientOptions } from 'cassandra-driver';
import { OneCoordinatorPolicy } from './one-coordinator-policy.js';

export interface OwnClient {
  readonly keyspace?: string | undefined;
  /** The most milliseconds to wait for an answer where a request names no time of its own, as a handshake does not. */
  readonly timeout: number;
  readonly policy: OneCoordinatorPolicy;
}

/**
 * Options of a client of coodie's own that reaches the same cluster as the application's, in the same way. Only what is
 * listed here is taken over: values are copied and behaviour is delegated to, because a client calls `init` and
 * `shutdown` on the policies and trackers that it is given, and writes into its profiles.
 */
export function ownClientOptions(options: ClientOptions, { keyspace, timeout, policy }: OwnClient): DseClientOptions {
  return {
    ...address(options),
    ...identity(options),
    ...(keyspace === undefined ? {} : { keyspace }),
    ...(options.encoding ? { encoding: { ...options.encoding } } : {}),
    // To prepare a statement on every host would wait for one that does not answer.
    prepareOnAllHosts: false,
    isMetadataSyncEnabled: false,
    monitorReporting: { enabled: false },
    policies: { ...translation(options), loadBalancing: policy, ...SERVER_TIMESTAMPS },
    pooling: { ...heartbeat(options), warmup: false, coreConnectionsPerHost: { 0: 1, 1: 1 } },
    protocolOptions: { ...options.protocolOptions, maxSchemaAgreementWaitSeconds: 0 },
    socketOptions: { ...options.socketOptions, readTimeout: Math.min(readTimeoutOf(options), timeout) },
  };
}

/**
 * The same for a client that copies rows. Maps and sets are `Map` and `Set`: as an object the driver loses keys of a map
 * (4.10.0: dates that differ by milliseconds, `__proto__`) or refuses them (blobs, lists).
 */
export function copyClientOptions(options: ClientOptions, keyspace: string): DseClientOptions {
  const own = ownClientOptions(options, { keyspace, timeout: READ_TIMEOUT, policy: new OneCoordinatorPolicy() });
  const { localDataCenter, policies: given, pooling } = own;
  return {
    ...own,
    encoding: { map: Map, set: Set },
    isMetadataSyncEnabled: true,
    policies: { ...given, ...(localDataCenter === undefined ? {} : { loadBalancing: nearReplicas(localDataCenter) }) },
    pooling: { ...pooling, coreConnectionsPerHost: { 0: 2, 1: 1 } },
  };
}

function nearReplicas(localDataCenter: string): policies.loadBalancing.LoadBalancingPolicy {
  const { DCAwareRoundRobinPolicy, TokenAwarePolicy } = policies.loadBalancing;
  return new TokenAwarePolicy(new DCAwareRoundRobinPolicy(localDataCenter));
}

/** Milliseconds that the driver waits for an answer by default. */
const READ_TIMEOUT = 12_000;

/**
 * Milliseconds to wait for a host's part of a handshake: as long as the application does, and not for as long as a schema
 * change may take. A paused host accepts connections and says nothing on them.
 */
function readTimeoutOf({ socketOptions }: ClientOptions): number {
  return socketOptions?.readTimeout || READ_TIMEOUT;
}

/**
 * Without a generator the servers stamp the writes. Processes whose clocks differ must not: what one deletes, another
 * could not write again until its clock has caught up. The driver takes null for none; its typings do not say so (4.10.0).
 */
const SERVER_TIMESTAMPS = { timestampGeneration: null } as unknown as Pick<
  NonNullable<ClientOptions['policies']>,
  'timestampGeneration'
>;

function address(options: ClientOptions): ClientOptions {
  const { contactPoints, cloud, sslOptions } = options;
  const localDataCenter = options.localDataCenter ?? dataCenterOf(options.policies?.loadBalancing);
  return {
    ...(contactPoints ? { contactPoints: [...contactPoints] } : {}),
    ...(localDataCenter === undefined ? {} : { localDataCenter }),
    ...(cloud ? { cloud: { ...cloud } } : {}),
    ...(sslOptions ? { sslOptions: { ...sslOptions } } : {}),
  };
}

/** The data centre that a policy was made for, or one inside it. */
function dataCenterOf(policy: unknown): string | undefined {
  if (typeof policy !== 'object' || policy === null) return undefined;
  const { localDc, childPolicy } = policy as { readonly localDc?: unknown; readonly childPolicy?: unknown };
  return typeof localDc === 'string' ? localDc : dataCenterOf(childPolicy);
}

function identity(options: DseClientOptions): DseClientOptions {
  const { credentials, authProvider, applicationName, applicationVersion } = options;
  return {
    ...(credentials ? { credentials: { ...credentials } } : {}),
    ...(authProvider ? { authProvider: delegateTo(authProvider, 'newAuthenticator') } : {}),
    ...(applicationName === undefined ? {} : { applicationName }),
    ...(applicationVersion === undefined ? {} : { applicationVersion }),
  };
}

function translation({ policies: given }: ClientOptions): Pick<Policies, 'addressResolution'> {
  const translator = given?.addressResolution;
  return translator ? { addressResolution: delegateTo(translator, 'translate') } : {};
}

type Policies = NonNullable<ClientOptions['policies']>;

function heartbeat({ pooling }: ClientOptions): Pick<NonNullable<ClientOptions['pooling']>, 'heartBeatInterval'> {
  return pooling?.heartBeatInterval === undefined ? {} : { heartBeatInterval: pooling.heartBeatInterval };
}

/** An object of the same class, as the driver demands, of which only one method reaches the original. */
function delegateTo<T extends object>(original: T, method: keyof T & string): T {
  const call = original[method] as unknown as (...args: readonly unknown[]) => unknown;
  return Object.create(original, { [method]: { value: call.bind(original) } }) as T;
}
