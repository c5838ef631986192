import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { useKeyspace } from '../support/cassandra.js';
import { until } from '../support/background-backfills.js';
import { isFinished, untilStatus } from './bullmq-application.js';
import { end, rowsOf, startedBy, useWorkerProcesses } from './bullmq-processes.js';
import { useNamedUsers } from './named-users.js';

const ROWS = 4_000;
const PAGE = 100;
const KILLS = Number(process.env['COODIE_BULLMQ_KILLS'] ?? 10);

describe('processes that are workers with BullMQ', () => {
  const keyspace = useKeyspace('bullmq_killed');
  const { run, fill, wrongRows } = useNamedUsers(keyspace, ROWS);
  const { worker, rangesOf, watching } = useWorkerProcesses(keyspace);

  /** Nothing of the run before helps the next one. */
  const anew = async (steady: ChildProcess) => {
    expect(await wrongRows()).toEqual([]);
    await run('TRUNCATE users');
    await fill();
    await startedBy(steady, true);
  };

  it('are followed by others within 25 seconds where one is killed, and every row is right', () =>
    watching(async (service) => {
      const [killed, other] = [await worker(), await worker()];
      await startedBy(other, false);
      await untilStatus(service, 'split', ({ rows }) => rows > 100);
      await until(async () => (await rangesOf(killed)) > 0);
      await end(killed, 'SIGKILL');
      const before = performance.now();
      await until(async () => (await rangesOf(killed)) === 0);
      expect(performance.now() - before).toBeLessThan(25_000);
      await untilStatus(service, 'split', isFinished);
      expect(await wrongRows()).toEqual([]);
    }));

  it('end within 10 seconds at SIGTERM, and write next to no row twice', () =>
    watching(async (service) => {
      const leaving = await worker();
      await startedBy(leaving, true);
      await untilStatus(service, 'split', ({ rows }) => rows > 300);
      const before = performance.now();
      await end(leaving, 'SIGTERM');
      expect(performance.now() - before).toBeLessThan(10_000);
      const { rows: noted, share } = await service.status('split');
      expect(share).toBeLessThan(1);
      await worker();
      const { rows } = await untilStatus(service, 'split', isFinished);
      expect(noted).toBeGreaterThan(300);
      // A range that is read again from its checkpoint counts what is read again.
      expect(rows).toBeLessThanOrEqual(ROWS + 200);
      expect(await wrongRows()).toEqual([]);
    }));

  it('leave their ranges after a page where they were frozen, and another one has taken them', () =>
    watching(async (service) => {
      const [frozen, other] = [await worker(), await worker()];
      await startedBy(frozen, true);
      // A restart keeps the rate of the run before. At this one, no range is done for a minute.
      await service.resume('split', { rate: 40 });
      await until(async () => (await rangesOf(frozen)) === 2 && (await rangesOf(other)) === 2);
      frozen.kill('SIGSTOP');
      await service.resume('split', { rate: 0 });
      await untilStatus(service, 'split', ({ ranges }) => ranges.done === 6);
      await service.resume('split', { rate: 20 });
      await until(async () => (await rangesOf(other)) === 2);
      frozen.kill('SIGCONT');
      const before = await rowsOf(frozen);
      await service.resume('split', { rate: 0 });
      await untilStatus(service, 'split', isFinished);
      expect((await rowsOf(frozen)) - before).toBeLessThanOrEqual(2 * PAGE);
      expect(await wrongRows()).toEqual([]);
    }));

  it(
    `have every row right in the end where one is killed at random, ${KILLS} times`,
    () =>
      watching(async (service) => {
        await run('TRUNCATE users');
        await fill();
        const steady = await worker();
        await startedBy(steady, true);
        for (let kill = 0; kill < KILLS; kill += 1) {
          const killed = await worker();
          await delay(Math.random() * 3_000);
          await end(killed, 'SIGKILL');
          if (isFinished(await service.status('split'))) await anew(steady);
        }
        await untilStatus(service, 'split', isFinished);
        expect(await wrongRows()).toEqual([]);
      }),
    180_000 + KILLS * 6_000,
  );
});
