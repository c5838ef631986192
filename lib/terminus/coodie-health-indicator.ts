import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { messageOf } from '../core/error.js';
import type { MigrationService } from '../migrations/migration-service.js';
import type { ConnectionScope } from '../nest/connection-scope.js';
import { DEFAULT_CONNECTION, scopeToken } from '../nest/coodie.constants.js';
import { getMigrationServiceToken } from '../nest/coodie.decorators.js';
import { ConnectionNamesError } from '../nest/errors.js';
import { answerInTime, type Health, probeCluster, probeStart } from './health-probe.js';

const TIMEOUT_MS = 1000;

export interface IsUpOptions {
  /** Name of the connection, where it is not the default one. */
  readonly connection?: string | undefined;
  /** Milliseconds: 1000 by default. */
  readonly timeout?: number | undefined;
}

export interface IsReadyOptions extends IsUpOptions {
  /** `report` (the default) shows pending migrations, `down` makes them a failure. */
  readonly pending?: 'report' | 'down' | undefined;
}

/**
 * Health of a connection, for readiness. Not for liveness: a dead cluster is no reason to restart every process.
 * @publicApi
 */
@Injectable()
export class CoodieHealthIndicator {
  private readonly pendingMigrations = new PendingMigrations();

  constructor(
    @Inject(HealthIndicatorService) private readonly health: HealthIndicatorService,
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
  ) {}

  /** Up while a host of the cluster answers. */
  async isUp<const Key extends string>(key: Key, options: IsUpOptions = {}): Promise<HealthIndicatorResult<Key>> {
    const { connection = DEFAULT_CONNECTION, timeout = TIMEOUT_MS } = options;
    return this.result(key, await probeCluster(this.scopeOf(connection), timeout));
  }

  /** Up once the migrations and the sync of the start are done. */
  async isReady<const Key extends string>(key: Key, options: IsReadyOptions = {}): Promise<HealthIndicatorResult<Key>> {
    const { connection = DEFAULT_CONNECTION, timeout = TIMEOUT_MS, pending = 'report' } = options;
    const scope = this.scopeOf(connection);
    const start = probeStart(scope);
    if (!start.isUp || scope.connection.isFake) return this.result(key, start);
    return this.result(key, await this.withPending(start, { connection, timeout, isFailure: pending === 'down' }));
  }

  private async withPending(start: Health, { connection, timeout, isFailure }: PendingOptions): Promise<Health> {
    const migrations = this.moduleRef.get<MigrationService>(getMigrationServiceToken(connection), { strict: false });
    try {
      const pending = await answerInTime(this.pendingMigrations.count(migrations), timeout);
      const isUp = !isFailure || pending === 0;
      return { isUp, details: { ...start.details, pending } };
    } catch (error) {
      // An application without migrations has no directory of them.
      if (!isFailure) return start;
      return { isUp: false, details: { ...start.details, pending: 'unknown', message: messageOf(error) } };
    }
  }

  private result<const Key extends string>(key: Key, { isUp, details }: Health): HealthIndicatorResult<Key> {
    const check = this.health.check(key);
    return isUp ? check.up({ ...details }) : check.down({ ...details });
  }

  private scopeOf(connection: string): ConnectionScope {
    try {
      return this.moduleRef.get<ConnectionScope>(scopeToken(connection), { strict: false });
    } catch {
      throw new ConnectionNamesError(
        [`The health check asks for a connection "${connection}" that does not exist.`],
        [connection],
      );
    }
  }
}

interface PendingOptions {
  readonly connection: string;
  readonly timeout: number;
  readonly isFailure: boolean;
}

const AGE_MS = 30_000;

/** Number of pending migrations of each connection, read every 30 seconds at most: checks come every few. */
class PendingMigrations {
  private readonly read = new WeakMap<MigrationService, { readonly at: number; readonly count: Promise<number> }>();

  count(migrations: MigrationService): Promise<number> {
    const known = this.read.get(migrations);
    if (known && performance.now() - known.at < AGE_MS) return known.count;
    const count = migrations.pending().then((pending) => pending.length);
    this.read.set(migrations, { at: performance.now(), count });
    // A failure is not worth keeping.
    count.catch(() => this.read.delete(migrations));
    return count;
  }
}
