import { errors } from 'cassandra-driver';
import type { TokenRange } from '../../../lib/core/backfill/token-range.js';
import { BackfillNotVerifiedError } from '../../../lib/backfill/errors.js';
import { foldRange, type RangeFold } from '../../../lib/backfill/fold-range.js';
import { PatientReads } from '../../../lib/backfill/patient-reads.js';

const RANGE = { start: 0n, end: 1_000n };

interface Placed {
  readonly token: bigint;
  readonly id: number;
}

/** Rows of partitions of some sizes; the tokens are 10, 20 and so on. */
const rowsOf = (sizes: readonly number[]): readonly Placed[] =>
  sizes
    .flatMap((size, partition) => Array.from({ length: size }, () => BigInt(10 * (partition + 1))))
    .map((token, id) => ({ token, id }));

const timedOut = () => new errors.OperationTimedOutError('The host did not reply before timeout');

/** A table whose reading fails as `failsAt` says: before the row of a number, at an attempt. */
function tableOf(
  rows: readonly Placed[],
  failsAt: (id: number, attempt: number) => Error | undefined = () => undefined,
) {
  const starts: bigint[] = [];
  const read = async function* ({ start, end }: TokenRange) {
    starts.push(start);
    const attempt = starts.length;
    for (const row of rows.filter(({ token }) => token > start && token <= end)) {
      const failure = failsAt(row.id, attempt);
      if (failure) throw failure;
      yield row;
    }
    const failure = failsAt(rows.length, attempt);
    if (failure) throw failure;
  };
  return { read, starts };
}

const clock = { now: 0 };
const runtime = {
  monotonic: () => clock.now,
  delay: async (milliseconds: number) => {
    clock.now += milliseconds;
  },
  random: () => 1,
};
const readsUntil = (signal = new AbortController().signal) => new PatientReads({ name: 'fill', runtime, signal });
const collect = (read: RangeFold<Placed, readonly number[]>['read'], atOnce: number) => ({
  read,
  initial: [] as readonly number[],
  add: (ids: readonly number[], rows: readonly Placed[]) => [...ids, ...rows.map(({ id }) => id)],
  atOnce,
});

describe('the sum of a range', () => {
  it.each([
    ['single rows', Array.from({ length: 20 }, () => 1), 3],
    ['partitions of some rows', [3, 1, 4, 1, 5, 9, 2, 6], 4],
    ['one wide partition', [50], 4],
    ['a wide partition between others', [1, 1, 40, 1, 1], 2],
    ['no rows', [], 4],
  ])('has each row once, wherever reading fails, of %s', async (_, sizes, atOnce) => {
    const rows = rowsOf(sizes);
    for (let failing = 0; failing <= rows.length; failing += 1) {
      const { read, starts } = tableOf(rows, (id, attempt) =>
        id === failing && attempt <= 2 ? timedOut() : undefined,
      );
      const ids = await foldRange(RANGE, collect(read, atOnce), readsUntil());
      expect(ids).toEqual(rows.map(({ id }) => id));
      expect(starts).toHaveLength(3);
    }
  });

  it('goes on behind the last partition that is whole, and tells the sum up to there', async () => {
    const rows = rowsOf([2, 2, 2, 2]);
    const { read, starts } = tableOf(rows, (id, attempt) => (id === 5 && attempt === 1 ? timedOut() : undefined));
    const told: unknown[] = [];
    const reached = (token: bigint, ids: readonly number[]) => told.push([token, ids.length]);
    await foldRange(RANGE, { ...collect(read, 2), reached }, readsUntil());
    expect(starts).toEqual([0n, 20n]);
    expect(told).toEqual([
      [10n, 2],
      [20n, 4],
      [30n, 6],
      [40n, 8],
      [1_000n, 8],
    ]);
  });

  it('ends with the failure of a minute without one success', async () => {
    clock.now = 0;
    const { read, starts } = tableOf(rowsOf([1]), () => timedOut());
    const failure: unknown = await foldRange(RANGE, collect(read, 1), readsUntil()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackfillNotVerifiedError);
    expect(failure).toMatchObject({
      message: 'Backfill fill is not verified: for a minute no read was answered.',
      cause: timedOut(),
    });
    // 0.1, 0.2, 0.4 … 10 s.
    expect(starts).toHaveLength(13);
    expect(clock.now).toBeLessThan(80_000);
  });

  it('goes on for as long as something is read in between', async () => {
    clock.now = 0;
    const rows = rowsOf(Array.from({ length: 100 }, () => 1));
    const { read, starts } = tableOf(rows, (id, attempt) => (id === Math.floor(attempt / 5) ? timedOut() : undefined));
    expect(await foldRange(RANGE, collect(read, 1), readsUntil())).toEqual(rows.map(({ id }) => id));
    expect(starts.length).toBeGreaterThan(400);
  });

  it('ends at once with an error that asking again does not change, and with one of the work with the rows', async () => {
    const refused = new errors.ResponseError(0x22_00, 'there is no such table');
    const { read, starts } = tableOf(rowsOf([1, 1]), () => refused);
    await expect(foldRange(RANGE, collect(read, 1), readsUntil())).rejects.toBe(refused);
    expect(starts).toHaveLength(1);
    const mine = timedOut();
    const add = () => Promise.reject(mine);
    await expect(foldRange(RANGE, { ...collect(tableOf(rowsOf([1])).read, 1), add }, readsUntil())).rejects.toBe(mine);
  });

  it('ends with a signal, also while it waits for another attempt', async () => {
    const stop = new AbortController();
    const { read } = tableOf(rowsOf([1]), () => {
      stop.abort(new Error('enough'));
      return timedOut();
    });
    await expect(foldRange(RANGE, collect(read, 1), readsUntil(stop.signal))).rejects.toThrow('enough');
  });

  it('ends early where it is enough', async () => {
    const { read } = tableOf(rowsOf(Array.from({ length: 50 }, () => 1)));
    const isEnough = (ids: readonly number[]) => ids.length >= 3;
    expect(await foldRange(RANGE, { ...collect(read, 1), isEnough }, readsUntil())).toEqual([0, 1, 2]);
  });
});
