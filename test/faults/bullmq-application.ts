import { BullModule, type BullRootModuleOptions } from '@nestjs/bullmq';
import { Module, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setTimeout as delay } from 'node:timers/promises';
import { CoodieBackfillModule, type CoodieBackfillOptions } from '../../lib/bullmq/index.js';
import { BackfillService, CoodieModule, type BackfillStatus } from '../../lib/index.js';
import { clientOptions, type SuiteKeyspace } from '../support/cassandra.js';
import { into } from '../support/log-of.js';

export interface WorkerSetup {
  readonly bull: BullRootModuleOptions;
  /** Key under which the application registers `bull`. */
  readonly key?: string;
  readonly options?: CoodieBackfillOptions;
}

export interface WorkerApplication {
  readonly app: INestApplicationContext;
  readonly service: BackfillService;
  /** What coodie has told so far. */
  readonly log: readonly string[];
}

/** Applications that are workers, closed after each test of the suite around it. */
export function useWorkers(
  keyspace: SuiteKeyspace,
  definition: Type,
): (setup: WorkerSetup) => Promise<WorkerApplication> {
  const apps: INestApplicationContext[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });
  return async (setup) => {
    const log: string[] = [];
    const module = moduleOf(keyspace, definition, setup);
    const app = await NestFactory.createApplicationContext(module, { abortOnError: false, logger: into(log) });
    apps.push(app);
    return { app, service: app.get(BackfillService), log };
  };
}

export function moduleOf(keyspace: SuiteKeyspace, definition: Type, { bull, key, options }: WorkerSetup): Type {
  class AppModule {}
  Module({
    imports: [
      key === undefined ? BullModule.forRoot(bull) : BullModule.forRoot(key, bull),
      CoodieModule.forRoot({ keyspace: keyspace.name, client: clientOptions() }),
      CoodieBackfillModule.forRoot({ ranges: 2, ...options }),
    ],
    providers: [definition],
  })(AppModule);
  return AppModule;
}

/** The status of a backfill once it is as a test needs it. */
export async function untilStatus(
  service: BackfillService,
  name: string,
  isSo: (status: BackfillStatus) => boolean,
): Promise<BackfillStatus> {
  const late = performance.now() + 90_000;
  for (;;) {
    const status = await service.status(name);
    if (isSo(status)) return status;
    if (performance.now() > late) throw new Error(`Still ${JSON.stringify(status)}`);
    await delay(100);
  }
}

export const isFinished = ({ state }: BackfillStatus): boolean => state === 'finished';
