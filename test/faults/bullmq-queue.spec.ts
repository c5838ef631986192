import { Queue, type JobsOptions } from 'bullmq';
import { Backfill, type BackfillDefinition, type Row } from '../../lib/index.js';
import { until } from '../support/background-backfills.js';
import { useKeyspace } from '../support/cassandra.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { isFinished, untilStatus, useWorkers } from './bullmq-application.js';
import { useNamedUsers } from './named-users.js';

@Backfill('queued')
class Queued implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ranges = 16;

  row({ id, name }: Row) {
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}

describe('the queue of backfills', () => {
  const keyspace = useKeyspace('bullmq_queue');
  const { wrongRows } = useNamedUsers(keyspace, 500);
  const worker = useWorkers(keyspace, Queued);
  const queues: Queue[] = [];
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
  });

  beforeEach(() => redis.send('FLUSHALL'));

  afterEach(async () => {
    for (const queue of queues.splice(0)) await queue.close();
  });

  afterAll(() => redis.end());

  function queue(prefix = 'bull'): Queue {
    const made = new Queue(`coodie-backfill-${keyspace.name}`, { connection: redis.connection, prefix });
    queues.push(made);
    return made;
  }

  const finishes = async (setup: Parameters<typeof worker>[0]) => {
    const { service, log } = await worker(setup);
    await service.start('queued', { restart: true });
    await untilStatus(service, 'queued', isFinished);
    expect(await wrongRows()).toEqual([]);
    return log;
  };

  it.each([
    ['that of BullModule.forRoot', {}],
    ['a prefix for a cluster', { prefix: '{tag}' }],
    ['a configuration with a key', { key: 'night', prefix: 'night' }],
    ['a configuration with a key, and a connection of its own', { key: 'night', prefix: 'night', own: true }],
  ])('is reached with %s', async (_, { key, prefix, own }: { key?: string; prefix?: string; own?: boolean }) => {
    const connection = own ? { host: '127.0.0.1', port: 1 } : redis.connection;
    await finishes({
      bull: { connection, ...(prefix !== undefined && { prefix }) },
      ...(key !== undefined && { key }),
      options: { configKey: key, connection: own ? redis.connection : undefined },
    });
    const keys = await redis.send('KEYS *');
    expect(keys).toContain(`${prefix ?? 'bull'}:coodie-backfill-${keyspace.name}:meta`);
    expect(keys.match(/:coodie-backfill-[^:]+:meta/g)).toHaveLength(1);
  });

  it('may hold jobs that anyone added: none of them stops a backfill, and each is told of once', async () => {
    const added = queue();
    const kept: JobsOptions = { removeOnComplete: false, removeOnFail: false };
    for (const data of [{}, '', [], { name: 'queued' }, { name: '', range: 1 }, { name: 7, range: 1 }])
      await added.add('x', data, kept);
    for (const range of [-1, 0.5, '1', 2 ** 31, 1e300, null, 15, 16, 2 ** 31 - 1])
      await added.add('x', { name: 'queued', range }, kept);
    await added.add('x', { name: '../x', range: 0 }, { ...kept, attempts: 3 });
    // The ids of ranges: jobs that stayed would block them.
    for (const range of [0, 1]) await added.add('x', {}, { ...kept, jobId: `queued-${range}` });
    const log = await finishes({ bull: { connection: redis.connection } });
    await until(async () => (await added.getJobCounts())['failed'] === 0 && (await added.count()) === 0);
    expect(await added.getJobCounts('completed', 'failed', 'waiting', 'delayed')).toMatchObject({
      completed: 0,
      failed: 0,
    });
    const told = log.filter((line) => line.startsWith('WARN'));
    expect(told).toHaveLength(2);
    expect(told.join('\n')).toMatch(/a job that is no range[^]*A range of backfill \.\.\/x is tried again later/);
  });
});
