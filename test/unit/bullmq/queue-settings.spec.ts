import { Cluster, Redis } from 'ioredis';
import { queueSettings, refuseUnusable, type QueueSettings } from '../../../lib/bullmq/queue-settings.js';
import { redisAddress, withoutCredentials } from '../../../lib/bullmq/redis-address.js';
import type { Redis as Connection } from '../../../lib/bullmq/turns.js';

const client = (options: object = {}) => new Redis({ lazyConnect: true, maxRetriesPerRequest: null, ...options });
const cluster = (options: object = {}) =>
  new Cluster(['redis://ada:s3cret@one:7000', { host: 'two', port: 7001 }, 7002], {
    lazyConnect: true,
    redisOptions: { maxRetriesPerRequest: null, ...options },
  });

describe('the settings of the queue', () => {
  const shared = { connection: { host: 'shared' }, prefix: 'jobs', defaultJobOptions: { delay: 1 } };

  it('are those that queues and workers share', () => {
    expect(queueSettings(undefined, shared)).toEqual({ connection: { host: 'shared' }, prefix: 'jobs' });
  });

  it('prefer a connection of their own', () => {
    expect(queueSettings({ host: 'own' }, shared)).toEqual({ connection: { host: 'own' }, prefix: 'jobs' });
  });

  it('are none without a connection', () => {
    expect(queueSettings(undefined, undefined)).toBeUndefined();
    expect(queueSettings(undefined, { prefix: 'jobs' })).toBeUndefined();
  });

  it.each<[string, QueueSettings]>([
    ['options', { connection: { host: 'one' } }],
    ['a URL', { connection: { url: 'rediss://one' } }],
    ['a client', { connection: client() }],
    ['a cluster with a prefix in braces', { connection: cluster(), prefix: '{bull}' }],
  ])('may be %s', (_, settings) => expect(() => refuseUnusable(settings)).not.toThrow());

  it.each<[string, QueueSettings, string, string]>([
    ['a text', { connection: 'redis://ada:s3cret@one' as never }, 'no object', "{ url: 'redis://…' } for one:6379"],
    ['keyPrefix', { connection: { keyPrefix: 'x' } }, 'cannot work with keyPrefix', 'BullModule.forRoot({ prefix })'],
    ['a client with keyPrefix', { connection: client({ keyPrefix: 'x' }) }, 'keyPrefix', 'prefix'],
    [
      'a client that gives up',
      { connection: client({ host: 'one', maxRetriesPerRequest: 20 }) },
      'the client for one:6379 gives up after 20 attempts',
      'maxRetriesPerRequest: null',
    ],
    ['a cluster that gives up', { connection: cluster({ maxRetriesPerRequest: 3 }) }, 'gives up after 3', 'null'],
    [
      'a cluster without a prefix in braces',
      { connection: cluster(), prefix: 'bull' },
      'on one node of the cluster of one:7000, two:7001, 127.0.0.1:7002',
      "prefix: '{bull}'",
    ],
  ])('are refused with %s', (_, settings, problem, hint) => {
    expect(() => refuseUnusable(settings)).toThrow(
      expect.objectContaining({
        code: 'COODIE_QUEUE_UNUSABLE',
        message: expect.stringContaining(problem) as string,
        hint: expect.stringContaining(hint) as string,
      }),
    );
  });
});

describe('the address of Redis', () => {
  it.each<[Connection | string, string]>([
    [{}, '127.0.0.1:6379'],
    [{ host: 'one', port: 7000, password: 's3cret' }, 'one:7000'],
    [{ path: '/run/redis.sock' }, '/run/redis.sock'],
    [{ url: 'redis://ada:s3cret@one' }, 'one:6379'],
    [{ url: 'rediss://ada:s3cret@one:7000/3?password=s3cret' }, 'one:7000'],
    [{ url: 'redis:ada:s3cret@one:port' }, '***@one:port'],
    ['redis://:s3cret@[::1]:7000', '[::1]:7000'],
    [{ sentinels: [{ host: 'one', port: 26379 }, { host: 'two' }], name: 'main' }, 'the sentinels one:26379, two:6379'],
    [client({ host: 'one', password: 's3cret' }), 'one:6379'],
    [cluster(), 'the cluster of one:7000, two:7001, 127.0.0.1:7002'],
    [{ socket: { host: 'one', port: 1 } }, 'one:1'],
  ])('of %# is shown without user name and password', (connection, address) => {
    expect(redisAddress(connection)).toBe(address);
  });

  it.each([
    ['connect to redis://ada:s3cret@one:1 failed', 'connect to redis://***@one:1 failed'],
    ['redis://one?password=s3cret&db=1', 'redis://one?password=***&db=1'],
    ['connect ECONNREFUSED 127.0.0.1:1', 'connect ECONNREFUSED 127.0.0.1:1'],
  ])('is masked in the text %s', (text, masked) => expect(withoutCredentials(text)).toBe(masked));
});
