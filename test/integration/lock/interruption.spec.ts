import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import { ensureOwnTables } from '../../../lib/session/ensure-own-tables.js';
import { LOCK_TABLE } from '../../../lib/session/own-tables.js';
import { useKeyspace } from '../../support/cassandra.js';

class Interrupted extends Error {}

describe('a run that is asked to stop', () => {
  const keyspace = useKeyspace('interruption');
  const database = () =>
    new CassandraDatabase({ client: keyspace.client, keyspace: keyspace.name, ddlTimeout: 60_000 });
  const lock = (interruption?: AbortSignal) => new LeaseLock(database(), { process: 'test', ttl: 30, interruption });
  const silent = { wait: 0, report: () => {} };

  beforeAll(async () => ensureOwnTables(await database().openDdl(), [LOCK_TABLE]));

  it('stops before its next statement and releases the lock', async () => {
    const controller = new AbortController();
    const work = lock(controller.signal).hold(silent, async (lease) => {
      controller.abort(new Interrupted());
      expect(lease.signal.aborted).toBe(true);
      await lease.confirm();
    });
    await expect(work).rejects.toThrow(Interrupted);
    await expect(lock().hold(silent, () => Promise.resolve('free'))).resolves.toBe('free');
  });

  it('stops waiting for the lock of another', async () => {
    const controller = new AbortController();
    await lock().hold(silent, async () => {
      const waiting = lock(controller.signal).hold(
        { wait: 60, report: () => controller.abort(new Interrupted()) },
        () => Promise.resolve(),
      );
      await expect(waiting).rejects.toThrow(Interrupted);
    });
  });
});
