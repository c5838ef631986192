import { errors } from 'cassandra-driver';
import type { BackfillDefinition } from '../../../lib/index.js';
import { forgetBackfills } from '../../support/background-backfills.js';
import { useKeyspace } from '../../support/cassandra.js';
import { faultyBackfills } from '../../support/faulty-backfills.js';
import type { Fault, Request } from '../../support/faulty-driver.js';

const ROWS = 1_500;
const RANGES = 4;
const READ_TIMEOUT = 0x12_00;
const READ_FAILURE = 0x13_00;
const UNAVAILABLE = 0x10_00;
/** Ranges of a quarter of all tokens. */
const QUARTER = 2n ** 62n;

/** A read of the rows between two tokens. */
interface PageOf {
  readonly start: bigint;
  readonly end: bigint;
  readonly size: number;
}

describe('a backfill whose rows cannot be read', () => {
  const keyspace = useKeyspace('unreadable');
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true, fetchSize: ROWS });
  const definition: BackfillDefinition = {
    table: 'users',
    columns: ['name'],
    ranges: RANGES,
    retries: 2,
    row: ({ id, name }) => ({ cql: 'UPDATE users SET first = ? WHERE id = ?', params: [name, id] }),
  };
  /** Reads of pages that fail with a code. */
  const failing = (
    isUnreadable: (page: PageOf) => boolean,
    code = READ_TIMEOUT,
  ): { fault: Fault; failed: PageOf[] } => {
    const failed: PageOf[] = [];
    const fault: Fault = (cql, send, request) => {
      const page = pageOf(cql, request);
      if (!page || !isUnreadable(page)) return send();
      failed.push(page);
      throw new errors.ResponseError(code, 'Operation failed - received 0 responses');
    };
    return { fault, failed };
  };
  const backfills = (fault?: Fault) => faultyBackfills(keyspace, definition, fault);
  const wrongRows = async () => {
    const { rows } = await run('SELECT name, first FROM users');
    expect(rows).toHaveLength(ROWS);
    return rows.filter(({ name, first }) => name !== first);
  };
  const ranges = async () => {
    const { rows } = await run('SELECT * FROM "_coodie_backfill_ranges"');
    return rows.map(({ position, split_at: split, done_at: done }) => ({ position, isSplit: split !== null, done }));
  };

  beforeAll(async () => {
    await run('CREATE TABLE users (id int PRIMARY KEY, name text, first text)');
    const ids = Array.from({ length: ROWS }, (_, id) => id);
    await Promise.all(ids.map((id) => run('INSERT INTO users (id, name) VALUES (?, ?)', [id, `n${id}`])));
  });

  beforeEach(async () => {
    await forgetBackfills(keyspace);
    await run('UPDATE users SET first = null WHERE id = 1');
  });

  it('reads a hundred rows at a time where more of them time out', async () => {
    const { fault, failed } = failing(({ size }) => size > 100);
    const service = backfills(fault);
    await service.start('fill');
    expect(await service.run('fill')).toMatchObject({ state: 'finished', ranges: { total: RANGES, done: RANGES } });
    expect(failed).toHaveLength(RANGES * 3);
    expect(await wrongRows()).toEqual([]);
  });

  it('lets halves stand for a range that cannot be read as a whole, however often it takes', async () => {
    // The third quarter begins at -1.
    const isWide = ({ start, end }: PageOf) => start < -1n && end - start > QUARTER / 4n;
    const { fault } = failing(isWide, READ_FAILURE);
    const service = backfills(fault);
    await service.start('fill');
    // Two of the four ranges become four each.
    expect(await service.run('fill')).toMatchObject({
      state: 'finished',
      share: 1,
      ranges: { total: 10, done: 10 },
      rows: ROWS,
      dead: 0,
    });
    expect(await wrongRows()).toEqual([]);
    const found = await ranges();
    expect(found).toHaveLength(16);
    expect(found.filter(({ isSplit }) => isSplit)).toHaveLength(6);
  });

  it('goes on with the halves after it was stopped', async () => {
    const isWide = ({ start, end }: PageOf) => start < 0n && end - start > QUARTER / 2n;
    const isLeft = ({ start, end }: PageOf) => start < 0n && end - start <= QUARTER / 2n;
    const stopping = new AbortController();
    const { fault } = failing((page) => {
      if (isLeft(page)) stopping.abort(new Error('enough'));
      return isWide(page) || isLeft(page);
    });
    const stopped = backfills(fault);
    await stopped.start('fill');
    await expect(stopped.run('fill', { signal: stopping.signal })).rejects.toThrow('enough');
    const { share } = await stopped.status('fill');
    expect(share).toBeLessThan(1);
    expect((await ranges()).some(({ isSplit }) => isSplit)).toBe(true);
    expect(await backfills().run('fill')).toMatchObject({ state: 'finished', share: 1 });
    expect(await wrongRows()).toEqual([]);
  });

  it('is paused where a thousandth of a range cannot be read either, says which tokens, and goes on later', async () => {
    const bad = (await run('SELECT token(id) AS t FROM users WHERE id = 1')).rows[0]?.['t'];
    const token = BigInt(String(bad));
    const { fault } = failing(({ start, end }) => start < token && token <= end);
    const service = backfills(fault);
    await service.start('fill');
    await expect(service.run('fill')).rejects.toThrow(/the rows with tokens from -?\d+ to -?\d+ cannot be read/);
    const { state, reason, share } = await service.status('fill');
    expect(state).toBe('paused');
    const [, from = '', to = ''] = /from (-?\d+) to (-?\d+)/.exec(reason ?? '') ?? [];
    expect(BigInt(from) < token && token <= BigInt(to)).toBe(true);
    expect(BigInt(to) - BigInt(from)).toBeLessThanOrEqual(QUARTER / 1_024n + 1n);
    expect(share).toBeLessThan(1);
    await backfills().resume('fill');
    expect(await backfills().run('fill')).toMatchObject({ state: 'finished', share: 1 });
    expect(await wrongRows()).toEqual([]);
  });

  it('is refused where a half was deleted by hand', async () => {
    const { fault } = failing(({ start, end }) => end - start > QUARTER / 2n);
    const stopping = new AbortController();
    const service = backfills((cql, send, request) => {
      if (cql.startsWith('UPDATE users')) stopping.abort(new Error('enough'));
      return fault(cql, send, request);
    });
    await service.start('fill');
    await expect(service.run('fill', { signal: stopping.signal })).rejects.toThrow('enough');
    const [half] = (await ranges()).filter(({ position, isSplit }) => Number(position) >= RANGES && !isSplit);
    const { rows } = await run('SELECT name, run FROM "_coodie_backfill_ranges" LIMIT 1');
    // Later than what was written by a clock that is fast.
    const tomorrow = (Date.now() + 86_400_000) * 1_000;
    const cql = `DELETE FROM "_coodie_backfill_ranges" USING TIMESTAMP ${tomorrow} WHERE name = ? AND run = ? AND position = ?`;
    await run(cql, [rows[0]?.['name'], rows[0]?.['run'], half?.position]);
    await expect(backfills().run('fill')).rejects.toThrow(/some of its ranges are missing/);
  });

  it('waits for servers that have too few replicas, and is paused after a minute without one page', async () => {
    const { fault, failed } = failing(() => true, UNAVAILABLE);
    const service = backfills(fault);
    await service.start('fill');
    await expect(service.run('fill')).rejects.toThrow(/for a minute no row could be read/);
    expect(failed.length).toBeGreaterThan(RANGES * 3);
    expect(await service.status('fill')).toMatchObject({
      state: 'paused',
      rows: 0,
      ranges: { total: RANGES, done: 0 },
    });
    await backfills().resume('fill');
    expect(await backfills().run('fill')).toMatchObject({ state: 'finished' });
    expect(await wrongRows()).toEqual([]);
  });
});

function pageOf(cql: string, request: Request | undefined): PageOf | undefined {
  if (!/^SELECT .* FROM .*users.* WHERE token/.test(cql) || !request) return undefined;
  const [start, end] = request.params.map((bound) => BigInt(String(bound)));
  return start === undefined || end === undefined ? undefined : { start, end, size: request.fetchSize ?? 0 };
}
