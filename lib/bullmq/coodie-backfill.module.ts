import { getSharedConfigToken } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { DEFAULT_CONNECTION } from '../nest/coodie.constants.js';
import { BackfillWorker } from './backfill-worker.js';
import type { Redis } from './turns.js';

/** @publicApi */
export interface CoodieBackfillOptions {
  /** Ranges that a process works on at a time: 4 by default. */
  readonly ranges?: number | undefined;
  /** Redis, where it is not that of `BullModule.forRoot`. */
  readonly connection?: Redis | undefined;
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
  static forRoot({
    ranges = RANGES,
    connection,
    name = DEFAULT_CONNECTION,
  }: CoodieBackfillOptions = {}): DynamicModule {
    return {
      module: CoodieBackfillModule,
      providers: [
        {
          provide: BackfillWorker,
          inject: [ModuleRef, { token: getSharedConfigToken(), optional: true }],
          useFactory: (moduleRef: ModuleRef, shared?: { connection?: Redis }) =>
            new BackfillWorker({ moduleRef, name, ranges, connection: connection ?? shared?.connection }),
        },
      ],
    };
  }
}
