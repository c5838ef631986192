import { errors } from 'cassandra-driver';
import { againAfterLoss } from '../../../lib/backfill/background/again-after-loss.js';
import { BackfillNotRunningError, lostLease } from '../../../lib/backfill/errors.js';
import { LeaseLostError, LockHeldError } from '../../../lib/lock/errors.js';

const LOSS = lostLease('fill', new LeaseLostError('host:1:a', 'it was not renewed in time'));
const BUSY = new errors.NoHostAvailableError({}, 'none');
const HELD = new LockHeldError('shop', { owner: 'host:2:b' } as LockHeldError['holder'], 'fill');
const CANCELLED = new BackfillNotRunningError('fill', 'cancelled');

/** Work that fails with these, one after the other, and then succeeds; each attempt takes so many milliseconds. */
async function attempts(failures: readonly Error[], milliseconds = 0): Promise<{ firsts: boolean[]; error: unknown }> {
  let now = 0;
  const firsts: boolean[] = [];
  const runtime = {
    monotonic: () => now,
    delay: (pause: number) => {
      now += pause;
      return Promise.resolve();
    },
  };
  const work = (isFirst: boolean) => {
    now += milliseconds;
    const failure = failures[firsts.length];
    firsts.push(isFirst);
    return failure ? Promise.reject(failure) : Promise.resolve();
  };
  const error: unknown = await againAfterLoss(runtime, work).catch((failure: unknown) => failure);
  return { firsts, error };
}

describe('work whose lock was lost', () => {
  it.each<[string, readonly Error[], readonly boolean[], unknown]>([
    ['is done once where nothing fails', [], [true], undefined],
    ['goes on', [LOSS], [true, false], undefined],
    ['goes on as often as it is lost', [LOSS, LOSS], [true, false, false], undefined],
    ['waits for servers that do not answer yet', [LOSS, BUSY, BUSY], [true, false, false, false], undefined],
    ['ends where another process has it', [LOSS, HELD], [true, false], HELD],
    ['ends where it was cancelled meanwhile', [LOSS, CANCELLED], [true, false], CANCELLED],
    ['is nothing that another failure is', [BUSY], [true], BUSY],
  ])('%s', async (_, failures, firsts, error) => expect(await attempts(failures)).toEqual({ firsts, error }));

  it('ends with the loss after a minute without an answer', async () => {
    const { firsts, error } = await attempts([LOSS, ...Array.from({ length: 10 }, () => BUSY)], 12_000);
    expect(error).toBe(LOSS);
    expect(firsts).toHaveLength(6);
  });
});
