import { messageOf } from '../core/error.js';
import { withoutCredentials } from './redis-address.js';

/** An error of Redis, or of its client, for the log. */
export interface Trouble {
  readonly problem: string;
  readonly advice: string;
  /** Whether it stays until someone changes the options. */
  readonly lasts: boolean;
}

const ACCESS = 'Correct `username` and `password` of its connection.';
const LOST_TURN = 'Another worker may have the range now, and this one leaves it after its page: no row is lost.';
const SILENT = 'Check that Redis runs, and host, port and tls of its connection; ranges wait until it answers.';

/** A connection that is neither refused nor accepted. */
export const NO_ANSWER: Trouble = { problem: 'no answer', advice: SILENT, lasts: false };

/** By the code of the client's error, or the first word of the answer of Redis. */
const LASTING: Readonly<Record<string, string>> = {
  WRONGPASS: ACCESS,
  NOAUTH: ACCESS,
  NOPERM:
    'Give the user of Redis the commands that BullMQ needs: ACL SETUSER … +@all -@dangerous +info +client, and the keys of its prefix.',
  ERR_SOCKET_BAD_PORT: 'Correct `port` of its connection.',
  ERR_INVALID_URL: 'Correct `url` of its connection: redis://user:password@host:6379',
};
const PASSING: Readonly<Record<string, string>> = {
  Protocol:
    'Another server than Redis answers there, or one that wants TLS: correct host, port and tls of its connection.',
  LOADING: 'Redis reads its data; the worker goes on as soon as that is done.',
  READONLY: 'The connection leads to a replica: name the primary, or the sentinels, in its options.',
  OOM: 'Redis has no memory left: raise maxmemory, and set maxmemory-policy to noeviction.',
  MISCONF: 'Redis cannot write its data to the disk: free space, and look into its log.',
  NOREPLICAS: 'Redis has too few replicas to write (min-replicas-to-write).',
  CLUSTERDOWN: 'Nodes of the cluster of Redis are missing: look at CLUSTER INFO.',
  MOVED: 'Redis is a cluster: give `connection` a Cluster of ioredis, and a prefix in braces, such as {bull}.',
  CROSSSLOT: 'The keys of a queue must be on one node: give the queue a prefix in braces, such as {bull}.',
};

/** Whether Redis has answered, and will answer the same again for some time. */
export const isRefusal = (error: Error): boolean => error.name === 'ReplyError';

/** The error in words that stay the same for every range, and advice. */
export function troubleOf(error: unknown): Trouble {
  const message = withoutCredentials(messageOf(error) || codeOf(error))
    .replace(/\bjob \S+/, 'a job')
    .replace(/\.? script: \w+, on \S+/, '');
  const known = [codeOf(error), message.split(' ', 1)[0] ?? ''];
  const lasting = adviceIn(LASTING, known);
  const advice = lasting ?? adviceIn(PASSING, known) ?? (/\block\b/.test(message) ? LOST_TURN : SILENT);
  return { problem: message.replace(/\.$/, ''), advice, lasts: lasting !== undefined };
}

function codeOf(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded ? String(error.code) : '';
}

function adviceIn(table: Readonly<Record<string, string>>, keys: readonly string[]): string | undefined {
  const key = keys.find((one) => Object.hasOwn(table, one));
  return key === undefined ? undefined : table[key];
}
