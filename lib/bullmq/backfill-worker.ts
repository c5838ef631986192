import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DiscoveryService, ModuleRef } from '@nestjs/core';
import { Worker, type Job } from 'bullmq';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { BackfillService } from '../backfill/background/backfill-service.js';
import { ConnectionScope } from '../nest/connection-scope.js';
import { getBackfillServiceToken } from '../nest/coodie.decorators.js';
import { ConnectionNamesError, startupError } from '../nest/errors.js';
import { instancesOf } from '../nest/feature-entities.js';
import { closeQueue, closeWorker, type RunningWorker } from './close-worker.js';
import { unusable } from './errors.js';
import { openQueue } from './open-queue.js';
import type { QueueSettings } from './queue-settings.js';
import { RangeProcessor } from './range-processor.js';
import { Reconciler } from './reconciler.js';
import { redisAddress } from './redis-address.js';
import { Rest } from './rest.js';
import { isRefusal } from './redis-trouble.js';
import { KEPT_NEVER, queueName, turnOf, WORKER_TIMES, type Turn, type TurnQueue } from './turns.js';
import { WorkerLog } from './worker-log.js';

export interface WorkerParts {
  readonly moduleRef: ModuleRef;
  readonly discovery: DiscoveryService;
  /** Name of coodie's connection. */
  readonly name: string;
  /** Ranges that are worked on at a time. */
  readonly ranges: number;
  /** @throws InvalidOptionsError */
  readonly settings: () => QueueSettings;
}

/** Takes part in the backfills of a connection, from the start of the application to its end. */
export class BackfillWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly shutdown = new AbortController();
  private readonly log = new WorkerLog(() => this.shutdown.signal.aborted);
  private starting: Promise<RunningWorker | undefined> | undefined;
  private closed: Promise<void> | undefined;

  constructor(private readonly parts: WorkerParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const scopes = instancesOf(this.parts.discovery, ConnectionScope);
    try {
      this.starting = this.start(scopes);
      await this.starting;
    } catch (error) {
      // No one can close an application that failed to start: open connections would keep the process alive.
      await Promise.allSettled(scopes.map(({ connection }) => connection.close()));
      throw startupError(error);
    }
  }

  /** Before the connection to the database is closed. */
  beforeApplicationShutdown(): Promise<void> {
    this.closed ??= this.close();
    return this.closed;
  }

  private async close(): Promise<void> {
    this.shutdown.abort();
    const running = await this.starting?.catch(() => undefined);
    if (running) await closeWorker(running);
  }

  private async start(scopes: readonly ConnectionScope[]): Promise<RunningWorker | undefined> {
    const { name, settings: read } = this.parts;
    const scope = scopes.find((one) => one.name === name);
    if (!scope) throw unknownConnection(name, scopes);
    // A command does what it was asked for, and no other work; a stand-in of a test can do none.
    if (scope.settings.cli || scope.connection.isFake) return undefined;
    const settings = read();
    const queue = await openQueue(queueName(scope.settings.keyspace), {
      settings,
      signal: this.shutdown.signal,
      onLate: (last, ready) => this.log.late(redisAddress(settings.connection), last, ready),
    });
    try {
      if (!this.shutdown.signal.aborted) return this.work(scope, settings, queue);
    } catch (error) {
      await closeQueue(queue, settings.connection);
      throw unusable(error);
    }
    await closeQueue(queue, settings.connection);
    return undefined;
  }

  private work(scope: ConnectionScope, settings: QueueSettings, queue: TurnQueue): RunningWorker {
    const { moduleRef, name, ranges } = this.parts;
    const service = moduleRef.get<BackfillService>(getBackfillServiceToken(name), { strict: false });
    const { database, report } = scope;
    const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
    const processor = new RangeProcessor({ service, database, report, owner });
    const names = async () => (await scope.backfills(moduleRef)).names;
    const keepOnly = (runs: ReadonlySet<string>) => processor.keepOnly(runs);
    const { warn } = this.log;
    const reconciler = new Reconciler({ service, database, queue, keepOnly, names, warn });
    const worker = new Worker<Turn>(queue.name, (job) => this.take(job, processor), {
      ...settings,
      ...WORKER_TIMES,
      concurrency: ranges,
    });
    const rest = new Rest(worker);
    const running = { queue, worker, rest, processor, reconciler, connection: settings.connection };
    this.listen(running);
    reconciler.start();
    return running;
  }

  private async take({ data, opts }: Job<unknown>, processor: RangeProcessor): Promise<void> {
    // One that anyone added might have the id of a range, and would block it.
    Object.assign(opts, KEPT_NEVER);
    const turn = turnOf(data);
    if (turn) return processor.work(turn);
    this.log.warn('The queue of backfills had a job that is no range; it was removed. Add none to this queue by hand.');
  }

  private listen({ queue, worker, rest, processor, reconciler }: RunningWorker): void {
    queue.on('error', this.log.trouble);
    worker.on('error', (error) => {
      this.log.trouble(error);
      if (isRefusal(error)) rest.take();
    });
    worker.on('failed', (job, error) => this.log.failed(turnOf(job?.data)?.name, error));
    worker.on('drained', () => reconciler.hurry());
    // Another worker has these ranges now, or will have.
    worker.on('lockRenewalFailed', (jobs) => {
      for (const job of jobs) void processor.leave(job);
    });
  }
}

function unknownConnection(name: string, scopes: readonly ConnectionScope[]): ConnectionNamesError {
  const problem = `CoodieBackfillModule.forRoot({ name: '${name}' }): no connection has that name.`;
  return new ConnectionNamesError(
    [problem],
    scopes.map((scope) => scope.name),
  );
}
