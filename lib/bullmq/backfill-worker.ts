import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { Queue, Worker } from 'bullmq';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { BackfillService } from '../backfill/background/backfill-service.js';
import { messageOf } from '../core/error.js';
import type { ConnectionScope } from '../nest/connection-scope.js';
import { scopeToken } from '../nest/coodie.constants.js';
import { getBackfillServiceToken } from '../nest/coodie.decorators.js';
import { InvalidOptionsError } from '../nest/errors.js';
import { inTime } from '../session/in-time.js';
import { RangeProcessor } from './range-processor.js';
import { Reconciler } from './reconciler.js';
import { queueName, WORKER_TIMES, type Redis, type Turn } from './turns.js';

export interface WorkerOptions {
  readonly moduleRef: ModuleRef;
  /** Name of coodie's connection. */
  readonly name: string;
  readonly ranges: number;
  readonly connection: Redis | undefined;
}

/** Milliseconds that writes in flight have to end in, when the application shuts down. */
const SHUTDOWN = 9_000;

interface Running {
  readonly queue: Queue<Turn>;
  readonly worker: Worker<Turn>;
  readonly processor: RangeProcessor;
  readonly reconciler: Reconciler;
}

/** Takes part in the backfills of a connection, from the start of the application to its end. */
export class BackfillWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Coodie');
  private running: Running | undefined;

  constructor(private readonly options: WorkerOptions) {}

  onApplicationBootstrap(): void {
    const { moduleRef, name } = this.options;
    const scope = moduleRef.get<ConnectionScope>(scopeToken(name), { strict: false });
    // A command does what it was asked for, and no other work.
    if (scope.settings.cli) return;
    this.running = this.start(scope, this.checked());
    this.running.reconciler.start();
  }

  /** Before the connection to the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.running) return;
    const { queue, worker, processor, reconciler } = this.running;
    this.running = undefined;
    const late = new Error('Writes are still in flight.');
    const gently = Promise.all([reconciler.close(), processor.close(), worker.close()]);
    await inTime(gently, SHUTDOWN, late).catch(() => worker.close(true));
    await queue.close().catch(() => {});
  }

  private checked(): Redis {
    const { connection, ranges, name } = this.options;
    const problems = [
      ...(connection
        ? []
        : ['CoodieBackfillModule has no connection to Redis: import BullModule.forRoot, or give one']),
      ...(Number.isInteger(ranges) && ranges > 0
        ? []
        : ['ranges of CoodieBackfillModule must be a whole number above 0']),
    ];
    if (connection && problems.length === 0) return connection;
    throw new InvalidOptionsError(name, problems);
  }

  private start(scope: ConnectionScope, connection: Redis): Running {
    const { moduleRef, name, ranges } = this.options;
    const service = moduleRef.get<BackfillService>(getBackfillServiceToken(name), { strict: false });
    const { database, report } = scope;
    const of = queueName(scope.settings.keyspace);
    const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
    const processor = new RangeProcessor({ service, database, report, owner });
    const queue = new Queue<Turn>(of, { connection });
    const names = async () => (await scope.backfills(moduleRef)).names;
    const keepOnly = (runs: ReadonlySet<string>) => processor.keepOnly(runs);
    const warn = (text: string) => this.logger.warn(text);
    const reconciler = new Reconciler({ service, database, queue, keepOnly, names, warn });
    const worker = new Worker<Turn>(of, ({ data }) => processor.work(data), {
      connection,
      concurrency: ranges,
      ...WORKER_TIMES,
    });
    this.listen({ queue, worker, processor, reconciler });
    return { queue, worker, processor, reconciler };
  }

  private listen({ queue, worker, processor, reconciler }: Running): void {
    const warn = this.once();
    queue.on('error', warn);
    worker.on('error', warn);
    worker.on('drained', () => reconciler.hurry());
    // Another worker has these ranges now, or will have.
    worker.on('lockRenewalFailed', (jobs) => {
      for (const job of jobs) void processor.leave(job);
    });
  }

  /** Clients of Redis report each attempt to connect. */
  private once(): (error: Error) => void {
    const told = new Set<string>();
    return (error) => {
      const text = messageOf(error);
      if (told.has(text)) return;
      told.add(text);
      this.logger.warn(`The queue of backfills: ${text}`);
    };
  }
}
