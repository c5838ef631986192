import { setTimeout as delay } from 'node:timers/promises';
import { Backfill, type BackfillDefinition, type BackfillService, type Row } from '../../lib/index.js';
import { until } from '../support/background-backfills.js';
import { useKeyspace } from '../support/cassandra.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { isFinished, untilStatus, useWorkers, type WorkerApplication } from './bullmq-application.js';
import { useNamedUsers } from './named-users.js';

const ROWS = 3_000;
const RANGES = 64;
const GONE_SECONDS = Number(process.env['COODIE_REDIS_GONE'] ?? 15);

@Backfill('shared')
class Shared implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ranges = RANGES;
  rate = 400;

  row({ id, name }: Row) {
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}

describe('workers with BullMQ', () => {
  const keyspace = useKeyspace('bullmq');
  const { run, wrongRows } = useNamedUsers(keyspace, ROWS);
  const workerOf = useWorkers(keyspace, Shared);
  let redis: RedisServer;
  let persistent: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
    persistent = await startRedis({ persist: true });
  });

  beforeEach(() => run('UPDATE users SET first = null WHERE id = 7'));

  afterAll(async () => {
    await redis.end();
    await persistent.end();
  });

  const worker = ({ connection }: RedisServer = redis): Promise<WorkerApplication> =>
    workerOf({ bull: { connection } });

  /** Lets the rest be written as fast as it can be: the rate is there so that some is left when a test needs it. */
  const untilFinished = async (service: BackfillService) => {
    await service.resume('shared', { rate: 0 });
    await untilStatus(service, 'shared', isFinished);
  };

  const untilDone = (service: BackfillService, ranges: number) =>
    untilStatus(service, 'shared', ({ ranges: { done } }) => done >= ranges);

  const owners = async () => {
    const { rows } = await run(`SELECT owner FROM "_coodie_backfill_ranges" WHERE name = 'shared'`);
    return new Set(rows.flatMap(({ owner }) => (owner ? [String(owner)] : [])));
  };

  it('share the ranges of a backfill, and every row is right in the end', async () => {
    const { service } = await worker();
    await worker();
    await service.start('shared');
    await until(async () => (await owners()).size === 2);
    await untilFinished(service);
    expect(await wrongRows()).toEqual([]);
    expect(await service.status('shared')).toMatchObject({ ranges: { total: RANGES, done: RANGES }, dead: 0 });
  });

  it.each([
    ['everything in Redis is deleted', () => redis, () => redis.send('FLUSHALL')],
    ['Redis is killed without persistence', () => redis, () => redis.kill().then(() => redis.start())],
    [
      'Redis is killed, and starts with its append-only file',
      () => persistent,
      async () => {
        await delay(1_500);
        await persistent.kill();
        await persistent.start();
        expect(await persistent.send('KEYS *')).toMatch(/:wait|:active/);
      },
    ],
    [
      `Redis is gone for ${GONE_SECONDS} seconds`,
      () => redis,
      async () => {
        await redis.kill();
        await delay(GONE_SECONDS * 1_000);
        await redis.start();
      },
    ],
  ])(
    'go on where %s',
    async (_, of, lose) => {
      const { service } = await worker(of());
      await service.start('shared', { restart: true });
      await untilDone(service, 2);
      await lose();
      await untilFinished(service);
      expect(await wrongRows()).toEqual([]);
    },
    120_000 + GONE_SECONDS * 1_000,
  );

  it('may become four, and one again', async () => {
    const { service } = await worker();
    await service.start('shared', { restart: true });
    await untilDone(service, 2);
    const others = [await worker(), await worker(), await worker()];
    await until(async () => (await owners()).size === 4);
    expect((await service.status('shared')).workers).toBeGreaterThan(1);
    await Promise.all(others.map(({ app }) => app.close()));
    const { ranges } = await service.status('shared');
    expect(ranges.done).toBeLessThan(RANGES);
    await untilFinished(service);
    expect(await wrongRows()).toEqual([]);
  });

  it('do not finish a backfill of which a range was deleted by hand, and say so', async () => {
    const { service, log } = await worker();
    await service.start('shared', { restart: true });
    await untilDone(service, 2);
    await service.pause('shared', 'lunch');
    const { rows } = await run(`SELECT run, position, done_at FROM "_coodie_backfill_ranges" WHERE name = 'shared'`);
    const left = rows.find(({ done_at: done }) => done === null);
    const cql = `DELETE FROM "_coodie_backfill_ranges" WHERE name = 'shared' AND run = ? AND position = ?`;
    await run(cql, [left?.['run'], left?.['position']]);
    await service.resume('shared', { rate: 0 });
    await until(() => log.some((line) => line.includes('some of its ranges are missing')));
    expect((await service.status('shared')).state).not.toBe('finished');
    await service.cancel('shared');
  });

  it('let Redis alone that refuses them, and go on when it takes their requests', async () => {
    const { service, log } = await worker();
    await redis.send('CONFIG SET maxmemory 1');
    await service.start('shared', { restart: true });
    await until(() => log.some((line) => line.includes('OOM')));
    const before = await commandsOf(redis);
    await delay(10_000);
    expect((await commandsOf(redis)) - before).toBeLessThan(200);
    expect(log.join('\n')).toMatch(/WARN The queue of backfills: OOM .* Redis has no memory left: raise maxmemory/);
    await redis.send('CONFIG SET maxmemory 0');
    await untilFinished(service);
    expect(await wrongRows()).toEqual([]);
  });

  it('rest while the backfill is paused, and go on within 4 seconds', async () => {
    const { service } = await worker();
    await service.start('shared', { restart: true });
    await untilDone(service, 2);
    await service.pause('shared', 'lunch');
    await delay(3_000);
    const { rows: paused } = await service.status('shared');
    await delay(1_500);
    expect(await service.status('shared')).toMatchObject({ state: 'paused', rows: paused });
    await service.resume('shared');
    await delay(4_000);
    expect((await service.status('shared')).rows).toBeGreaterThan(paused);
    await untilFinished(service);
  });

  it('leave within 10 seconds when their application is closed, and another one goes on', async () => {
    const { app: leaving } = await worker();
    const { service } = await worker();
    await service.start('shared', { restart: true });
    await untilDone(service, 2);
    const before = performance.now();
    await leaving.close();
    expect(performance.now() - before).toBeLessThan(10_000);
    await untilFinished(service);
    expect(await wrongRows()).toEqual([]);
  });
});

async function commandsOf(server: RedisServer): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await server.send('INFO stats'))?.[1]);
}
