import { BackfillService, type BackfillDefinition } from '../../lib/index.js';
import { Definitions } from '../../lib/backfill/background/background-definition.js';
import { LeaseLock } from '../../lib/lock/lease-lock.js';
import { CassandraDatabase } from '../../lib/session/driver/cassandra-database.js';
import { systemRuntime, type Runtime } from '../../lib/session/runtime.js';
import type { Database } from '../../lib/session/session.js';
import type { SuiteKeyspace } from './cassandra.js';
import { faultyDriver, type Fault } from './faulty-driver.js';

/** A minute of this clock is two seconds. */
const FAST: Runtime = {
  ...systemRuntime,
  monotonic: () => performance.now() * 30,
  delay: (milliseconds, signal) => systemRuntime.delay(milliseconds / 30, signal),
};

/** The backfills of a process with one definition, `fill`, and a clock that is fast; a fault happens to its requests. */
export function faultyBackfills(
  keyspace: Pick<SuiteKeyspace, 'client' | 'name'>,
  definition: BackfillDefinition,
  fault: Fault = (_, send) => send(),
): BackfillService {
  const client = faultyDriver(keyspace.client, fault, []);
  const database = new CassandraDatabase({ client, keyspace: keyspace.name, ddlTimeout: 60_000 });
  const fast = Object.assign(Object.create(database) as Database, { runtime: FAST });
  return new BackfillService({
    database: () => Promise.resolve(fast),
    lock: (_, backfill) => new LeaseLock(fast, { process: 'test', ttl: 3_000, backfill }),
    definitions: async () =>
      new Definitions([{ name: 'fill', origin: 'here', load: async () => ({ definition, text: '' }) }]),
    report: () => {},
    lockWait: 0,
  });
}
