import type { DiscoveryService, ModuleRef } from '@nestjs/core';
import { VERSION } from '../core/version.js';
import type { ConnectionScope } from './connection-scope.js';
import { migrationHooksIn } from './migration-hooks.decorator.js';

/** How the migrations of a connection run, whatever they are. */
export function runningOf(scope: ConnectionScope, moduleRef: ModuleRef, discovery: DiscoveryService) {
  const { name, settings, database, lock, report, telemetry } = scope;
  const { keyspace, migrations, runBy, scratch } = settings;
  return {
    database,
    lock,
    keyspace,
    report,
    lockWait: settings.lock.wait,
    outOfOrder: migrations.outOfOrder,
    recorder: { runBy, version: VERSION },
    telemetry,
    backfills: () => scope.backfills(moduleRef),
    trial: scratch !== undefined,
    // Hooks tell others of a run: a trial is none.
    hooks: () => (scratch ? [] : migrationHooksIn(discovery, name)),
  };
}
