import type { Client } from 'cassandra-driver';
import { MigrationService } from '../../lib/index.js';
import type { Report } from '../../lib/core/progress/progress.js';
import { LeaseLock } from '../../lib/lock/lease-lock.js';
import { MigrationDirectory } from '../../lib/migrations/source/migration-directory.js';
import { CassandraDatabase } from '../../lib/session/driver/cassandra-database.js';
import { faultyDriver, noFault, type Fault } from './faulty-driver.js';

export interface FaultyMigrationsOptions {
  readonly client: Client;
  readonly keyspace: string;
  /** Of the migrations. */
  readonly directory: string;
  /** What befalls the requests of the run. */
  readonly fault?: Fault;
  /** What befalls the requests for the lock; by default nothing does. */
  readonly lockFault?: Fault;
  /** Seconds; 30 by default. */
  readonly ttl?: number;
  /** Aborts when somebody asks the run to stop. */
  readonly interruption?: AbortSignal;
  /** Gets what the run reports. */
  readonly report?: Report;
  /** Gets what the server was given. */
  readonly sent?: string[];
}

/** A `MigrationService` over a driver with a fault. */
export function faultyMigrations(options: FaultyMigrationsOptions): MigrationService {
  const { client, keyspace, directory, fault = noFault, lockFault = noFault, ttl = 30 } = options;
  const { interruption, sent = [], report = () => {} } = options;
  const over = (driver: Client) => new CassandraDatabase({ client: driver, keyspace, ddlTimeout: 60_000 });
  const database = over(faultyDriver(client, fault, sent));
  const locking = over(faultyDriver(client, lockFault));
  return new MigrationService({
    database: () => Promise.resolve(database),
    lock: () => new LeaseLock(locking, { process: 'test', ttl, interruption }),
    source: new MigrationDirectory(directory, (migration) => Promise.resolve(new migration())),
    report,
    lockWait: 0,
    outOfOrder: 'error',
    hooks: () => [],
    recorder: { runBy: 'tester', version: '0' },
    tenants: () => {
      throw new Error('There are no tenants here.');
    },
  });
}
