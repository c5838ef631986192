import { CommonEnd } from '../../../lib/backfill/common-end.js';
import { PageWrites } from '../../../lib/backfill/page-writes.js';
import { freshSlice } from '../../../lib/backfill/slice.js';
import type { SourceRow } from '../../../lib/backfill/source-rows.js';
import { WriteWindow } from '../../../lib/backfill/write-window.js';

const SLICE = freshSlice(0, { start: 0n, end: 100n });

/** Writes of so many rows, each of which is over when the test says so. */
function writesOf(count: number, most: number) {
  const rows = Array.from({ length: count }, (_, token): SourceRow => ({ row: {}, token: BigInt(token), key: '' }));
  const begun: { token: bigint; succeed: () => void; fail: (reason: Error) => void }[] = [];
  const handle = (_: unknown, { token }: SourceRow) =>
    new Promise<void>((succeed, fail) => begun.push({ token, succeed, fail }));
  const end = new CommonEnd(new AbortController().signal);
  const writes = new PageWrites(
    { sink: { handle }, window: new WriteWindow({ most, latency: undefined }), end },
    SLICE,
    rows,
  );
  return { writes, begun, end };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the writes of a page', () => {
  it('are over at once where it has no rows', async () => {
    const { writes } = writesOf(0, 2);
    await writes.writeAll();
    expect(writes.lastInOrder).toBeUndefined();
  });

  it('are as many at once as there is room for, and over with the last of them', async () => {
    const { writes, begun } = writesOf(3, 2);
    const over = jest.fn();
    const all = writes.writeAll().then(over);
    await turn();
    expect(begun.map(({ token }) => token)).toEqual([0n, 1n]);
    begun[1]?.succeed();
    await turn();
    begun[2]?.succeed();
    await turn();
    expect(over).not.toHaveBeenCalled();
    begun[0]?.succeed();
    await all;
    expect(writes.lastInOrder?.token).toBe(2n);
  });

  it('begin no more after a failure, wait for those under way, and tell how far all are written', async () => {
    const { writes, begun, end } = writesOf(5, 3);
    const over = jest.fn();
    const all = writes.writeAll().then(over);
    await turn();
    begun[0]?.succeed();
    begun[1]?.fail(new Error('refused'));
    await turn();
    // The room that the first one made is not taken any more.
    expect(begun.map(({ token }) => token)).toEqual([0n, 1n, 2n]);
    expect(over).not.toHaveBeenCalled();
    begun[2]?.succeed();
    await all;
    expect(writes.lastInOrder?.token).toBe(0n);
    expect(end.signal.reason).toEqual(new Error('refused'));
  });
});
