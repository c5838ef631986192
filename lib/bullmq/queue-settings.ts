import type { QueueOptions } from 'bullmq';
import { QueueUnusableError } from './errors.js';
import { redisAddress } from './redis-address.js';
import type { Redis } from './turns.js';

/** Configuration of `BullModule.forRoot`, which its queues and workers share. */
export type SharedSettings = Partial<QueueOptions>;

/** Options that the queue and the worker have in common: a worker with another prefix would see no job. */
export type QueueSettings = Pick<QueueOptions, 'connection' | 'prefix' | 'telemetry' | 'skipVersionCheck'>;

/** The options of the queue; undefined where nothing says how to reach Redis. */
export function queueSettings(own: Redis | undefined, shared: SharedSettings = {}): QueueSettings | undefined {
  const connection = own ?? shared.connection;
  if (!connection) return undefined;
  const { prefix, telemetry, skipVersionCheck } = shared;
  return {
    connection,
    ...(prefix !== undefined && { prefix }),
    ...(telemetry !== undefined && { telemetry }),
    ...(skipVersionCheck !== undefined && { skipVersionCheck }),
  };
}

/** A client, or options of one, as far as BullMQ has demands on it. Untrusted: an application may give anything. */
interface Client {
  readonly duplicate?: unknown;
  readonly isCluster?: unknown;
  readonly keyPrefix?: unknown;
  readonly options?: Demanded & { readonly redisOptions?: Demanded };
}

interface Demanded {
  readonly keyPrefix?: unknown;
  readonly maxRetriesPerRequest?: number | null;
}

/** Whether the application made the client: then it closes it, too. */
export const isClient = (connection: Redis): boolean => typeof (connection as Client).duplicate === 'function';

/**
 * Makes sure that BullMQ can work with the options; it would notice some of these problems only after it has connected.
 * @throws QueueUnusableError
 */
export function refuseUnusable({ connection, prefix = '' }: QueueSettings): void {
  const at = redisAddress(connection);
  const [found] = problemsOf(connection, prefix, at);
  if (found) throw new QueueUnusableError(...found);
}

/** Each with its hint. */
function problemsOf(connection: Redis, prefix: string, at: string): readonly (readonly [string, string])[] {
  if (typeof connection !== 'object')
    return [['connection is no object', `Write connection: { url: 'redis://…' } for ${at}.`]];
  const { isCluster } = connection as Client;
  const { hasPrefix, attempts } = demandsOn(connection);
  return [
    ...(hasPrefix ? [NO_KEY_PREFIX] : []),
    ...(attempts ? [[`the client for ${at} gives up after ${attempts} attempts`, PATIENT] as const] : []),
    ...(isCluster === true && !/\{.+\}/.test(prefix)
      ? [[`the keys of a queue must be on one node of ${at}`, IN_BRACES] as const]
      : []),
  ];
}

const NO_KEY_PREFIX = [
  'BullMQ cannot work with keyPrefix',
  'Give the prefix to BullModule.forRoot({ prefix }).',
] as const;
const PATIENT = 'Make it with maxRetriesPerRequest: null, or give its options instead.';
const IN_BRACES = "Give them a prefix in braces: BullModule.forRoot({ connection, prefix: '{bull}' }).";

function demandsOn(connection: object): { readonly hasPrefix: boolean; readonly attempts: number | undefined } {
  const { keyPrefix, options = {} } = connection as Client;
  const ofNode = options.redisOptions ?? options;
  const attempts = isClient(connection) ? (ofNode.maxRetriesPerRequest ?? undefined) : undefined;
  return { hasPrefix: Boolean(keyPrefix ?? options.keyPrefix ?? ofNode.keyPrefix), attempts };
}
