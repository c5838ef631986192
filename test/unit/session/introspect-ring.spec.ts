import { errors } from 'cassandra-driver';
import { rangesOf } from '../../../lib/backfill/plan-table.js';
import { coverEveryToken, MAX_TOKEN } from '../../../lib/core/backfill/token-range.js';
import { readRing, readTableSize } from '../../../lib/session/introspect-ring.js';
import type { Row, Session } from '../../../lib/session/session.js';

const INVALID = 0x22_00;
const HALF = String(2n ** 62n);

/** A session that answers questions about a cluster. */
function answering(answers: Readonly<Record<string, readonly Row[]>>): Session {
  const execute = async (cql: string) => {
    const [, table = ''] = / FROM system\.(\w+)/.exec(cql) ?? [];
    const rows = answers[table];
    if (!rows) throw new errors.ResponseError(INVALID, `table ${table} does not exist`);
    return { rows, applied: true, warnings: [] };
  };
  return { keyspace: 'shop', execute } as Partial<Session> as Session;
}

const estimate = (start: string, end: string, partitions: number, size: number): Row => ({
  range_start: start,
  range_end: end,
  partitions_count: partitions,
  mean_partition_size: size,
});

describe('the ring', () => {
  const peers = [{ tokens: ['5', '-7'] }, { tokens: new Set(['11']) }];

  it.each([
    ['peers_v2', { local: [{ tokens: ['0'] }], peers_v2: peers, peers: [] }],
    ['peers, where a server has no peers_v2', { local: [{ tokens: ['0'] }], peers }],
  ])('is read from %s', async (_, answers) => {
    expect(await readRing(answering(answers))).toEqual({ hosts: 3, tokens: [0n, 5n, -7n, 11n] });
  });

  it('is that of one host without tokens where it tells none', async () => {
    expect(await readRing(answering({ local: [{ tokens: null }], peers_v2: [] }))).toEqual({ hosts: 1, tokens: [] });
  });

  it('is not guessed where the question fails otherwise', async () => {
    const failing = { keyspace: 'shop', execute: () => Promise.reject(new Error('gone')) } as Partial<Session>;
    await expect(readRing(failing as Session)).rejects.toThrow('gone');
  });
});

describe('the size of a table', () => {
  const sizeOf = (...rows: readonly Row[]) => readTableSize(answering({ size_estimates: rows }), 'shop', 'users');

  it('is that of the ranges of a server, and as much for the others', async () => {
    expect(await sizeOf(estimate('0', HALF, 1_000, 50))).toEqual({ rows: 4_000, bytes: 200_000 });
  });

  it('takes a range around the ends of the ring for what it is', async () => {
    expect(await sizeOf(estimate(HALF, '0', 600, 10))).toEqual({ rows: 800, bytes: 8_000 });
  });

  it.each([
    ['estimates nothing', []],
    ['answers what is no number', [estimate('x', 'y', 1, 1)]],
  ])('is not known where a server %s', async (_, rows) => expect(await sizeOf(...rows)).toEqual({}));
});

describe('the ranges of a table', () => {
  const cluster = (hosts: number, ...estimates: readonly Row[]) =>
    answering({
      local: [{ tokens: ['17'] }],
      peers_v2: Array.from({ length: hosts - 1 }, (_, host) => ({ tokens: [String(BigInt(host) * 10n ** 15n)] })),
      size_estimates: estimates,
    });
  const endsOf = async (ranges: number | undefined, session: Session) => {
    const found = await rangesOf({ table: 'users', ranges }, session);
    expect(coverEveryToken(found)).toBe(true);
    return found.map(({ end }) => end);
  };

  it('are as many as was said, wherever the hosts are', async () => {
    expect(await endsOf(7, cluster(30))).toHaveLength(7);
  });

  it('are 64 on one host that estimates nothing', async () => {
    const ends = await endsOf(undefined, cluster(1));
    expect(ends).toHaveLength(64);
    expect(ends).not.toContain(17n);
  });

  it('are one for 10,000 rows', async () => {
    expect(await endsOf(undefined, cluster(1, estimate('0', HALF, 500_000, 50)))).toHaveLength(200);
  });

  it('end at the tokens of several hosts', async () => {
    const ends = await endsOf(undefined, cluster(3));
    expect(ends).toEqual(expect.arrayContaining([0n, 17n, 10n ** 15n, MAX_TOKEN]));
  });

  it('are not cut at a ring of more tokens than there may be ranges', async () => {
    expect(await endsOf(undefined, cluster(9_500))).toHaveLength(64);
  });
});
