import { getSharedConfigToken } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, ModuleRef } from '@nestjs/core';
import { DEFAULT_CONNECTION } from '../nest/coodie.constants.js';
import { InvalidOptionsError } from '../nest/errors.js';
import { BackfillWorker } from './backfill-worker.js';
import { queueSettings, type QueueSettings, type SharedSettings } from './queue-settings.js';
import type { Redis } from './turns.js';

/** @publicApi */
export interface CoodieBackfillOptions {
  /** Ranges that a process works on at a time: 4 by default. */
  readonly ranges?: number | undefined;
  /** Redis, where it is not that of `BullModule.forRoot`. */
  readonly connection?: Redis | undefined;
  /** Key of the configuration, where it was given to `BullModule.forRoot` with one. */
  readonly configKey?: string | undefined;
  /** Name of coodie's connection, where it is not the default one. */
  readonly name?: string | undefined;
}

const RANGES = 4;

/**
 * Makes a process a worker: it takes ranges of the backfills that are running, together with all the other workers.
 * @publicApi
 */
@Module({})
export class CoodieBackfillModule {
  static forRoot(options: CoodieBackfillOptions = {}): DynamicModule {
    const { ranges = RANGES, configKey, name = DEFAULT_CONNECTION } = options;
    return {
      module: CoodieBackfillModule,
      imports: [DiscoveryModule],
      providers: [
        {
          // Workers of several connections are several providers.
          provide: `coodie:backfill-worker:${name}`,
          inject: [ModuleRef, DiscoveryService, { token: getSharedConfigToken(configKey), optional: true }],
          useFactory: (moduleRef: ModuleRef, discovery: DiscoveryService, shared?: SharedSettings) =>
            new BackfillWorker({ moduleRef, discovery, name, ranges, settings: () => checked(options, shared) }),
        },
      ],
    };
  }
}

/** @throws InvalidOptionsError */
function checked(options: CoodieBackfillOptions, shared: SharedSettings | undefined): QueueSettings {
  const { ranges = RANGES, connection, configKey, name = DEFAULT_CONNECTION } = options;
  const settings = queueSettings(connection, shared);
  const isCount = Number.isInteger(ranges) && ranges > 0;
  const problems = [
    ...redisProblems(configKey, settings, shared),
    ...(isCount ? [] : ['ranges of CoodieBackfillModule must be a whole number above 0']),
  ];
  if (settings && problems.length === 0) return settings;
  throw new InvalidOptionsError(name, problems);
}

function redisProblems(key: string | undefined, settings?: QueueSettings, shared?: SharedSettings): readonly string[] {
  if (key !== undefined && !shared) return [`CoodieBackfillModule: no BullModule.forRoot has the configKey '${key}'`];
  return settings ? [] : ['CoodieBackfillModule finds no Redis: import BullModule.forRoot({ connection })'];
}
