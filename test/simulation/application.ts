import { DEFAULT_POLICY } from '../../lib/core/diff/risk.js';
import { messageOf } from '../../lib/core/error.js';
import type { SchemaModel } from '../../lib/core/model/schema-model.js';
import type { Progress, Report } from '../../lib/core/progress/progress.js';
import { VERSION } from '../../lib/core/version.js';
import { LeaseLock } from '../../lib/lock/lease-lock.js';
import { MigrationService } from '../../lib/migrations/migration-service.js';
import type { MigrationSource } from '../../lib/migrations/source/migration-source.js';
import { SchemaService } from '../../lib/schema/schema-service.js';
import type { Database } from '../../lib/session/session.js';
import type { SimulatedProcess } from './client/simulated-process.js';
import { type Call, KEYSPACE, type World } from './world.js';

/** How the processes of a simulation are set up: the options of an application. */
export interface ApplicationOptions {
  readonly source: MigrationSource;
  readonly declared: readonly SchemaModel[];
  /** Seconds. */
  readonly ttl: number;
  /** Seconds. */
  readonly wait: number;
  /** Milliseconds. */
  readonly ddlTimeout: number;
}

/** An application in a process: the services, wired as lib/nest/coodie.providers.ts does it. */
export class Application {
  constructor(
    private readonly world: World,
    readonly process: SimulatedProcess,
    private readonly options: ApplicationOptions,
  ) {}

  apply(): Promise<Call> {
    return this.run('apply', (call) => this.migrations(call).apply());
  }

  rollback(steps = 1): Promise<Call> {
    return this.run('rollback', (call) => this.migrations(call).rollback({ steps }));
  }

  sync(): Promise<Call> {
    return this.run('sync', (call) => this.schema(call).sync());
  }

  /** Runs something of the services; what it comes to is noted on the call. */
  async run(kind: Call['kind'], work: (call: Call) => Promise<unknown>): Promise<Call> {
    const call = this.world.call(this.process, kind);
    try {
      await work(call);
      call.outcome = { kind: 'done', at: this.world.queue.now };
    } catch (error) {
      call.outcome = { kind: 'failed', at: this.world.queue.now, error };
    }
    const { outcome } = call;
    this.world.trace.add(`${call.actor} ended: ${outcome.kind === 'failed' ? messageOf(outcome.error) : 'done'}`);
    return call;
  }

  migrations(call: Call): MigrationService {
    const { source, wait } = this.options;
    return new MigrationService({
      database: () => Promise.resolve(this.databaseOf(call)),
      lock: (database) => this.lockOf(database),
      keyspace: KEYSPACE,
      source,
      report: this.reportOf(call),
      lockWait: wait,
      outOfOrder: 'error',
      hooks: () => [],
      recorder: { runBy: 'simulation', version: VERSION },
      tenants: () => {
        throw new Error('There are no tenants here.');
      },
    });
  }

  private schema(call: Call): SchemaService {
    const { declared, wait } = this.options;
    return new SchemaService({
      database: () => Promise.resolve(this.databaseOf(call)),
      lock: (database) => this.lockOf(database),
      declared: () => declared,
      policy: DEFAULT_POLICY,
      lockWait: wait,
      report: this.reportOf(call),
      whenReady: () => Promise.resolve(),
      tenants: () => {
        throw new Error('There are no tenants here.');
      },
    });
  }

  databaseOf(call: Call): Database {
    return this.world.databaseOf(call, this.options.ddlTimeout);
  }

  private lockOf(database: Database): LeaseLock {
    return new LeaseLock(database, { process: this.process.name, ttl: this.options.ttl });
  }

  private reportOf(call: Call): Report {
    return (progress) => {
      call.reports.push(progress);
      note(call, progress);
      if (progress.kind !== 'schema-drift') this.world.trace.add(`${call.actor} reports ${lineOf(progress)}`);
    };
  }
}

function note(call: Call, progress: Progress): void {
  if (progress.kind === 'lock-taken') call.owner = progress.owner;
  if (progress.kind === 'migration-started') call.migration = progress.name;
  if (progress.kind === 'migration-finished') call.migration = undefined;
}

function lineOf(progress: Progress): string {
  const { kind } = progress;
  if ('name' in progress) return `${kind} ${progress.name}`;
  if (kind === 'lock-taken') return `${kind} ${progress.owner}`;
  return 'cql' in progress ? `${kind} ${progress.cql}` : kind;
}
