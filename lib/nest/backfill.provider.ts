import type { Provider } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Client } from 'cassandra-driver';
import { BackfillService } from '../backfill/backfill-service.js';
import { backfillsIn } from './backfill.decorator.js';
import type { ConnectionScope } from './connection-scope.js';
import { scopeToken } from './coodie.constants.js';
import { getBackfillServiceToken, getClientToken } from './coodie.decorators.js';

export function backfillService(name: string): Provider {
  return {
    provide: getBackfillServiceToken(name),
    inject: [scopeToken(name), getClientToken(name), DiscoveryService],
    useFactory: (scope: ConnectionScope, injected: Client, discovery: DiscoveryService) => {
      scope.connection.use(injected);
      return new BackfillService({
        database: scope.database,
        lock: scope.backfillLock,
        definitions: () => backfillsIn(discovery, name),
        report: scope.report,
        lockWait: scope.settings.lock.wait,
      });
    },
  };
}
