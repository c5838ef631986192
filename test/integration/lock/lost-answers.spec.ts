import { errors, types } from 'cassandra-driver';
import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import { CassandraSession } from '../../../lib/session/driver/cassandra-session.js';
import { ensureOwnTables } from '../../../lib/session/ensure-own-tables.js';
import { LOCK_TABLE } from '../../../lib/session/own-tables.js';
import { systemRuntime } from '../../../lib/session/runtime.js';
import type { Session } from '../../../lib/session/session.js';
import { useKeyspace } from '../../support/cassandra.js';

const timedOut = () => new errors.ResponseError(types.responseErrorCodes.writeTimeout, 'CAS operation timed out');

describe('the lock, where the servers answer late', () => {
  const keyspace = useKeyspace('lost_answers');
  const real = (): Session => new CassandraSession(keyspace.client, keyspace.name);
  const rows = async () => (await keyspace.client.execute('SELECT * FROM "_coodie_migrations_lock"')).rows;
  const silent = { wait: 0, report: () => {} };

  beforeAll(async () => {
    const options = { client: keyspace.client, keyspace: keyspace.name, ddlTimeout: 60_000 };
    await ensureOwnTables(await new CassandraDatabase(options).openDdl(), [LOCK_TABLE]);
  });

  /** Fails the first `times` requests to take the lock, before or after the server has seen them. */
  function failing(times: number, when: 'before' | 'after') {
    const session = real();
    const requests = { made: 0 };
    const execute: Session['execute'] = async (cql, params, options) => {
      if (!cql.startsWith('INSERT')) return session.execute(cql, params, options);
      requests.made += 1;
      if (requests.made > times) return session.execute(cql, params, options);
      if (when === 'after') await session.execute(cql, params, options);
      throw timedOut();
    };
    const faulty: Session = {
      keyspace: keyspace.name,
      execute,
      stream: session.stream.bind(session),
      page: session.page.bind(session),
      batch: session.batch.bind(session),
    };
    return { requests, lock: new LeaseLock({ session: faulty, runtime: systemRuntime }, { process: 'test', ttl: 3 }) };
  }

  it('is taken where the request took effect although it timed out', async () => {
    const { lock, requests } = failing(1, 'after');
    await expect(lock.hold(silent, () => Promise.resolve('worked'))).resolves.toBe('worked');
    expect(requests.made).toBe(1);
    expect(await rows()).toEqual([]);
  });

  it('is asked for again where the request had no effect', async () => {
    const { lock, requests } = failing(2, 'before');
    await expect(lock.hold(silent, () => Promise.resolve('worked'))).resolves.toBe('worked');
    expect(requests.made).toBe(3);
  });

  it('is given up, with the cause, where no request ever has an effect', async () => {
    const { lock, requests } = failing(Number.POSITIVE_INFINITY, 'before');
    await expect(lock.hold(silent, () => Promise.resolve('worked'))).rejects.toThrow('CAS operation timed out');
    expect(requests.made).toBe(5);
  });

  it('is read again where a read times out, and not where the server refuses it', async () => {
    const session = real();
    const answers = { sent: 0 };
    const client = Object.create(keyspace.client) as typeof keyspace.client;
    Object.defineProperty(client, 'execute', {
      value: (...args: Parameters<typeof keyspace.client.execute>) => {
        answers.sent += 1;
        return answers.sent > 2
          ? keyspace.client.execute(...args)
          : Promise.reject(new errors.ResponseError(types.responseErrorCodes.readTimeout, 'Operation timed out'));
      },
    });
    const slow = new CassandraSession(client, keyspace.name);
    await expect(slow.execute('SELECT key FROM system.local')).resolves.toMatchObject({ rows: [{ key: 'local' }] });
    expect(answers.sent).toBe(3);
    await expect(session.execute('SELECT nothing FROM system.local')).rejects.toThrow('nothing');
  });
});
