import { setTimeout as delay } from 'node:timers/promises';
import { TerminusModule } from '@nestjs/terminus';
import { CoodieModule } from '../../lib/index.js';
import { CoodieHealthIndicator, CoodieTerminusModule } from '../../lib/terminus/index.js';
import { NestFactory } from '@nestjs/core';
import type { Cluster } from '../support/cluster.js';

const TIMEOUT = 1_000;
/** Milliseconds beyond the time-out that an answer may take. */
const GRACE = 200;
/** Milliseconds for the driver to notice what became of a node. */
const PATIENCE = 120_000;

/** Health of an application while nodes are killed and stopped: one of them, then all. It leaves no node alive. */
export function healthOfNodes(cluster: Cluster): void {
  describe('the health of an application', () => {
    it('is up in time with 2/3 where a node is killed, and with 3/3 once it is back', () =>
      watched(cluster, async (ask) => {
        await ask.until('up', '3/3');
        await cluster.cassandra.kill(2);
        await ask.until('up', '2/3');
        expect(ask.states()).toEqual(['up']);
        await cluster.cassandra.restart(2);
        await ask.until('up', '3/3');
      }));

    it('is up in time where a node is stopped, whichever it is', () =>
      watched(cluster, async (ask) => {
        for (const node of [0, 1, 2]) {
          await cluster.cassandra.pause(node);
          for (let asked = 0; asked < 5; asked += 1) await ask.once();
          await cluster.cassandra.resume(node);
          // The others need a moment to trust it again.
          await delay(3_000);
        }
        expect(ask.states()).toEqual(['up']);
      }));

    it('is down in time where all are stopped, and up by itself when they go on', () =>
      watched(cluster, async (ask) => {
        await Promise.all([0, 1, 2].map((node) => cluster.cassandra.pause(node)));
        for (let asked = 0; asked < 5; asked += 1) expect((await ask.once()).status).toBe('down');
        await Promise.all([0, 1, 2].map((node) => cluster.cassandra.resume(node)));
        await ask.until('up');
      }));

    it('is down in time where all are killed', () =>
      watched(cluster, async (ask) => {
        await Promise.all([0, 1, 2].map((node) => cluster.cassandra.kill(node)));
        for (let asked = 0; asked < 5; asked += 1) expect((await ask.once()).status).toBe('down');
      }));
  });
}

interface Asking {
  /** Asks once; the answer comes in time, whatever it is. */
  once(): Promise<Readonly<Record<string, unknown>>>;
  until(status: string, hosts?: string): Promise<void>;
  /** Different states that were answered so far. */
  states(): readonly unknown[];
}

async function watched(cluster: Cluster, work: (ask: Asking) => Promise<void>): Promise<void> {
  class AppModule {}
  const imports = [
    CoodieModule.forRoot({ client: cluster.cassandra.clientOptions, keyspace: 'system' }),
    TerminusModule.forRoot({ logger: false }),
    CoodieTerminusModule,
  ];
  const settings = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.createApplicationContext({ module: AppModule, imports }, settings);
  const seen = new Set<unknown>();
  const once = async () => {
    const startedAt = performance.now();
    const { cassandra } = await app.get(CoodieHealthIndicator).isUp('cassandra', { timeout: TIMEOUT });
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT + GRACE);
    seen.add(cassandra.status);
    return cassandra;
  };
  const until = async (status: string, hosts?: string) => {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      const answer = await once();
      if (answer.status === status && (hosts === undefined || answer['hosts'] === hosts)) return;
      if (performance.now() > deadline) throw new Error(`Not ${status} ${hosts}, but ${JSON.stringify(answer)}`);
      await delay(500);
    }
  };
  try {
    await work({ once, until, states: () => [...seen] });
  } finally {
    await app.close();
  }
}
