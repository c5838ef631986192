import type { ConnectionOptions } from 'bullmq';
import { NestFactory } from '@nestjs/core';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Backfill, type BackfillDefinition, type Row } from '../../lib/index.js';
import { clientOptions, useKeyspace } from '../support/cassandra.js';
import { runNode } from '../support/run-node.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { isFinished, moduleOf, untilStatus, useWorkers } from './bullmq-application.js';
import { useNamedUsers } from './named-users.js';

const WORKER = join(__dirname, '../fixtures/apps/backfill-worker.mjs');
const ROWS = 1_500;

@Backfill('started')
class Started implements BackfillDefinition {
  table = 'users';
  columns = ['name'];
  ranges = 16;
  rate = 300;

  row({ id, name }: Row) {
    return { cql: 'UPDATE users SET first = ? WHERE id = ?', params: [String(name).split(' ')[0], id] };
  }
}

describe('the start and the end of a worker with BullMQ', () => {
  const keyspace = useKeyspace('bullmq_start');
  const { wrongRows } = useNamedUsers(keyspace, ROWS);
  const servers: RedisServer[] = [];
  const worker = useWorkers(keyspace, Started);

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.end();
  });

  async function redis(options: Parameters<typeof startRedis>[0] = {}): Promise<RedisServer> {
    const server = await startRedis(options);
    servers.push(server);
    return server;
  }

  it('come about without Redis, and the backfill goes on once it answers', async () => {
    const server = await redis({ later: true });
    const { connection } = server;
    const { service, log } = await worker({ bull: { connection } });
    expect(log.join('\n')).toMatch(
      new RegExp(`WARN The queue of backfills: Redis at 127.0.0.1:${server.port} is not there \\(connect ECONN`),
    );
    await service.start('started', { restart: true });
    await server.start();
    await untilStatus(service, 'started', isFinished);
    expect(await wrongRows()).toEqual([]);
    expect(log.join('\n')).toContain(`Redis at 127.0.0.1:${server.port} is there now.`);
  });

  it('come about within 10 seconds without Redis, with the checkpoints, when the application is closed', async () => {
    const server = await redis();
    const { connection } = server;
    const { app, service } = await worker({ bull: { connection } });
    await service.start('started', { restart: true });
    await untilStatus(service, 'started', ({ rows }) => rows > 100);
    await server.kill();
    const before = performance.now();
    await app.close();
    expect(performance.now() - before).toBeLessThan(10_000);
    await server.start();
    const { service: other } = await worker({ bull: { connection } });
    const { rows } = await untilStatus(other, 'started', isFinished);
    expect(rows).toBeLessThanOrEqual(ROWS + 100);
    expect(await wrongRows()).toEqual([]);
  });

  it('may meet: an application is closed while it waits for Redis, and once more', async () => {
    const { connection } = await redis({ later: true });
    const module = moduleOf(keyspace, Started, { bull: { connection } });
    const starting = NestFactory.create(module, { abortOnError: false, logger: false });
    const app = await starting;
    const initialised = app.init();
    await delay(500);
    await Promise.all([app.close(), app.close()]);
    await expect(initialised).resolves.toBeDefined();
  });

  /** The start of another process, which ends by itself once nothing is left running. */
  const refusedStart = async (redis: ConnectionOptions, missing?: string) => {
    const options = { keyspace: keyspace.name, client: clientOptions(), redis, missing };
    const { code, stderr } = await runNode([WORKER, JSON.stringify(options)], {}, 30_000);
    expect(code).toBe(1);
    return stderr;
  };

  it.each([
    ['a wrong password', { username: 'default', password: 'wr0ng' }, 'WRONGPASS', 'username'],
    ['no password', {}, 'NOAUTH', 'username'],
  ])('are refused with %s, and the process ends', async (_, access, problem, advice) => {
    const { connection } = await redis({ options: ['--requirepass', 's3cret'] });
    const told = await refusedStart({ ...connection, ...access });
    expect(told).toContain(`COODIE_QUEUE_UNUSABLE: The queue of backfills cannot be used: ${problem}`);
    expect(told).toContain(advice);
    expect(told).not.toContain('wr0ng');
  });

  it('are refused where the client of Redis is not installed, and the process ends', async () => {
    const { connection } = await redis();
    const told = await refusedStart(connection, 'ioredis');
    expect(told).toContain('COODIE_QUEUE_UNUSABLE');
    expect(told).toContain('npm install ioredis');
  });
});
