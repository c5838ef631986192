import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BackfillService, CoodieModule, type BackfillStatus } from '../../lib/index.js';
import { withModules } from '../support/application.js';
import { clientOptions, useKeyspace } from '../support/cassandra.js';
import { reachRedis, type RedisAddress } from '../support/redis.js';
import { useNamedUsers } from './named-users.js';

const WORKER = join(__dirname, '../fixtures/apps/backfill-worker.mjs');
const ROWS = 4_000;
const KILLS = Number(process.env['COODIE_BULLMQ_KILLS'] ?? 10);

describe('processes that are workers with BullMQ', () => {
  const keyspace = useKeyspace('bullmq_killed');
  const { run, fill, wrongRows } = useNamedUsers(keyspace, ROWS);
  const children: ChildProcess[] = [];
  let redis: RedisAddress;

  beforeAll(async () => {
    redis = await reachRedis();
  });

  afterEach(async () => {
    for (const child of children.splice(0)) await end(child, 'SIGKILL');
  });

  afterAll(() => redis.end());

  async function worker(): Promise<ChildProcess> {
    const options = { keyspace: keyspace.name, client: clientOptions(), redis: redis.connection };
    const child = fork(WORKER, [JSON.stringify(options)]);
    children.push(child);
    await once(child, 'message');
    return child;
  }

  /** An application that only looks, and does no work. */
  function watching<T>(work: (service: BackfillService) => Promise<T>): Promise<T> {
    const imports = [CoodieModule.forRoot({ keyspace: keyspace.name, client: clientOptions() })];
    return withModules({ imports }, (app) => work(app.get(BackfillService)));
  }

  const until = async (service: BackfillService, isSo: (status: BackfillStatus) => boolean, within = 90_000) => {
    const late = performance.now() + within;
    for (;;) {
      const status = await service.status('split');
      if (isSo(status)) return status;
      if (performance.now() > late) throw new Error(`Still ${JSON.stringify(status)}`);
      await delay(100);
    }
  };

  const ownersOf = async (child: ChildProcess) => {
    const { rows } = await run(`SELECT owner, done_at FROM "_coodie_backfill_ranges" WHERE name = 'split'`);
    return rows.filter((row) => !row['done_at'] && String(row['owner']).includes(`:${child.pid}:`)).length;
  };

  it('are followed by others within 25 seconds where one is killed, and every row is right', () =>
    watching(async (service) => {
      const [killed, other] = [await worker(), await worker()];
      await started(other, false);
      await until(service, ({ rows }) => rows > 100);
      while ((await ownersOf(killed)) === 0) await delay(50);
      await end(killed, 'SIGKILL');
      const before = performance.now();
      while ((await ownersOf(killed)) > 0 && performance.now() - before < 60_000) await delay(100);
      expect(performance.now() - before).toBeLessThan(25_000);
      await until(service, ({ state }) => state === 'finished');
      expect(await wrongRows()).toEqual([]);
    }));

  it('end within 10 seconds at SIGTERM, and write next to no row twice', () =>
    watching(async (service) => {
      const leaving = await worker();
      await started(leaving, true);
      await until(service, ({ rows }) => rows > 300);
      const before = performance.now();
      await end(leaving, 'SIGTERM');
      expect(performance.now() - before).toBeLessThan(10_000);
      const { rows: noted, share } = await service.status('split');
      expect(share).toBeLessThan(1);
      await worker();
      const { rows } = await until(service, ({ state }) => state === 'finished');
      expect(noted).toBeGreaterThan(300);
      // A range that is read again from its checkpoint counts what is read again.
      expect(rows).toBeLessThanOrEqual(ROWS + 200);
      expect(await wrongRows()).toEqual([]);
    }));

  it(
    `have every row right in the end where one is killed at random, ${KILLS} times`,
    () =>
      watching(async (service) => {
        await run('TRUNCATE users');
        await fill();
        await started(await worker(), true);
        for (let kill = 0; kill < KILLS; kill += 1) {
          const killed = await worker();
          await delay(Math.random() * 3_000);
          await end(killed, 'SIGKILL');
        }
        await until(service, ({ state }) => state === 'finished');
        expect(await wrongRows()).toEqual([]);
      }),
    180_000,
  );
});

/** The class is the worker's: a start elsewhere would be that of another text. */
async function started(child: ChildProcess, restart: boolean): Promise<void> {
  child.send({ restart });
  await once(child, 'message');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
