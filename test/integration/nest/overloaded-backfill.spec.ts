import { errors } from 'cassandra-driver';
import type { BackfillDefinition } from '../../../lib/index.js';
import { useKeyspace } from '../../support/cassandra.js';
import { faultyBackfills } from '../../support/faulty-backfills.js';
import type { Fault } from '../../support/faulty-driver.js';

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
  const backfillsOver = (fault: Fault) => faultyBackfills(keyspace, definition, fault);

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
