import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BullModule } from '@nestjs/bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import { CoodieBackfillModule } from '../../lib/bullmq/index.js';
import { Backfill, BackfillService, CoodieModule, type BackfillDefinition, type Row } from '../../lib/index.js';
import { clientOptions, useKeyspace } from '../support/cassandra.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { useNamedUsers } from './named-users.js';

const ROWS = 3_000;
const RANGES = 64;

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
  const apps: INestApplicationContext[] = [];
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  afterAll(() => redis.end());

  async function worker(): Promise<INestApplicationContext> {
    class AppModule {}
    Module({
      imports: [
        BullModule.forRoot({ connection: { host: '127.0.0.1', port: redis.port } }),
        CoodieModule.forRoot({ keyspace: keyspace.name, client: clientOptions() }),
        CoodieBackfillModule.forRoot({ ranges: 2 }),
      ],
      providers: [Shared],
    })(AppModule);
    const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: false });
    apps.push(app);
    return app;
  }

  const untilFinished = async (service: BackfillService) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const { state } = await service.status('shared');
      if (state === 'finished') return;
      await delay(200);
    }
    throw new Error(`The backfill is not finished: ${JSON.stringify(await service.status('shared'))}`);
  };

  const owners = async () => {
    const { rows } = await run(`SELECT owner FROM "_coodie_backfill_ranges" WHERE name = 'shared'`);
    return new Set(rows.map(({ owner }) => String(owner)));
  };

  const untilDone = async (service: BackfillService, ranges: number) => {
    while ((await service.status('shared')).ranges.done < ranges) await delay(100);
  };

  it('share the ranges of a backfill, and every row is right in the end', async () => {
    const service = (await worker()).get(BackfillService);
    await worker();
    await service.start('shared');
    await untilFinished(service);
    expect(await wrongRows()).toEqual([]);
    expect((await owners()).size).toBe(2);
    expect(await service.status('shared')).toMatchObject({ ranges: { total: RANGES, done: RANGES }, dead: 0 });
  });

  it.each([
    ['everything in Redis is deleted', () => redis.send('FLUSHALL')],
    ['Redis is killed without persistence', () => redis.kill().then(() => redis.start())],
  ])('go on where %s', async (_, lose) => {
    await run('UPDATE users SET first = null WHERE id = 7');
    const service = (await worker()).get(BackfillService);
    await service.start('shared', { restart: true });
    await untilDone(service, 2);
    await lose();
    await untilFinished(service);
    expect(await wrongRows()).toEqual([]);
  });

  it('rest while the backfill is paused, and go on within 4 seconds', async () => {
    const service = (await worker()).get(BackfillService);
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
    const leaving = await worker();
    const service = (await worker()).get(BackfillService);
    await service.start('shared', { restart: true });
    await untilDone(service, 2);
    const before = performance.now();
    await leaving.close();
    expect(performance.now() - before).toBeLessThan(10_000);
    await untilFinished(service);
    expect(await wrongRows()).toEqual([]);
  });
});
