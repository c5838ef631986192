import { READ_WITHIN, SHARED_FOR, SharedReading } from '../../../lib/dashboard/shared-reading.js';

/** A clock that the test turns, and delays that end when it says so. */
function clock() {
  const state = { now: 0, expire: () => {} };
  const delay = (_: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      state.expire = resolve;
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  return { state, runtime: { monotonic: () => state.now, delay } };
}

describe('a shared reading', () => {
  it('reads once for all who ask within some seconds, and again after that', async () => {
    const { state, runtime } = clock();
    const counted = { reads: 0 };
    const reading = new SharedReading(async () => (counted.reads += 1), runtime);
    await Promise.all([reading.get(), reading.get(), reading.get()]);
    state.now = SHARED_FOR - 1;
    expect(await reading.get()).toEqual({ kind: 'read', value: 1 });
    state.now = SHARED_FOR;
    expect(await reading.get()).toEqual({ kind: 'read', value: 2 });
  });

  it('shares a failure, too', async () => {
    const { runtime } = clock();
    const counted = { reads: 0 };
    const reading = new SharedReading<number>(async () => {
      counted.reads += 1;
      throw new Error('no host answers');
    }, runtime);
    const answers = [await reading.get(), await reading.get()];
    expect(answers).toEqual(
      Array.from({ length: 2 }, () => ({ kind: 'failed', message: 'no host answers', hint: undefined })),
    );
    expect(counted.reads).toBe(1);
  });

  it('does not wait for ever, and sends no second read while the first is under way', async () => {
    const { state, runtime } = clock();
    const held = { reads: 0, answer: undefined as ((value: string) => void) | undefined };
    const reading = new SharedReading(() => {
      held.reads += 1;
      return new Promise<string>((resolve) => (held.answer = resolve));
    }, runtime);
    const first = reading.get();
    state.expire();
    expect(await first).toMatchObject({
      kind: 'failed',
      message: `The database did not answer within ${READ_WITHIN / 1000} seconds.`,
    });
    state.now = 10 * SHARED_FOR;
    const second = reading.get();
    held.answer?.('late');
    expect(await second).toEqual({ kind: 'read', value: 'late' });
    expect(held.reads).toBe(1);
  });
});
