import type { Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Client } from 'cassandra-driver';
import { BackfillService } from '../backfill/background/backfill-service.js';
import type { ConnectionScope } from './connection-scope.js';
import { scopeToken } from './coodie.constants.js';
import { getBackfillServiceToken, getClientToken } from './coodie.decorators.js';

export function backfillService(name: string): Provider {
  return {
    provide: getBackfillServiceToken(name),
    inject: [scopeToken(name), getClientToken(name), ModuleRef],
    useFactory: (scope: ConnectionScope, injected: Client, moduleRef: ModuleRef) => {
      scope.connection.use(injected);
      return new BackfillService({
        database: scope.database,
        lock: scope.backfillLock,
        definitions: () => scope.backfills(moduleRef),
        report: scope.report,
        interruption: scope.interruption,
        lockWait: scope.settings.lock.wait,
      });
    },
  };
}
