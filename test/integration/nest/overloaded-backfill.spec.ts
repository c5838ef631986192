import { errors } from 'cassandra-driver';
import { BackfillService } from '../../../lib/index.js';
import { Definitions, type BackfillDefinition } from '../../../lib/backfill/background/background-definition.js';
import { LeaseLock } from '../../../lib/lock/lease-lock.js';
import { CassandraDatabase } from '../../../lib/session/driver/cassandra-database.js';
import { systemRuntime, type Runtime } from '../../../lib/session/runtime.js';
import type { Database } from '../../../lib/session/session.js';
import { useKeyspace } from '../../support/cassandra.js';
import { faultyDriver, type Fault } from '../../support/faulty-driver.js';

/** A minute of this clock is two seconds. */
const FAST: Runtime = {
  ...systemRuntime,
  monotonic: () => performance.now() * 30,
  delay: (milliseconds, signal) => systemRuntime.delay(milliseconds / 30, signal),
};

describe('a backfill on servers that are overloaded', () => {
  const keyspace = useKeyspace('overloaded');
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const definition: BackfillDefinition = {
    table: 'users',
    columns: ['name'],
    ranges: 16,
    row: ({ id, name }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name, id] }),
  };
  const backfillsOver = (fault: Fault) => {
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
  };

  it('is paused after a minute without one acknowledged write, keeps its progress, and is resumed', async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    for (let id = 0; id < 400; id += 1) await run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id}`]);
    let writes = 0;
    const overloaded: Fault = (cql, send) => {
      if (!cql.startsWith('UPDATE users')) return send();
      writes += 1;
      if (writes > 100) throw new errors.ResponseError(0x10_01, 'Server is overloaded');
      return send();
    };
    const backfills = backfillsOver(overloaded);
    await backfills.start('fill');
    await expect(backfills.run('fill')).rejects.toThrow(/for a minute no write was acknowledged/);
    const paused = await backfills.status('fill');
    expect(paused).toMatchObject({ state: 'paused', dead: 0 });
    expect(paused.reason).toMatch(/for a minute no write was acknowledged/);
    expect(paused.share).toBeLessThan(1);
    const recovered = backfillsOver((_, send) => send());
    await recovered.resume('fill');
    expect(await recovered.run('fill')).toMatchObject({ state: 'finished', dead: 0 });
    const { rows } = await run('SELECT id, name, first FROM users');
    expect(rows).toHaveLength(400);
    expect(rows.filter(({ name, first }) => name !== first)).toEqual([]);
  });
});
