import { heldUntil } from '../../../lib/backfill/hold.js';
import { Pacer } from '../../../lib/backfill/pacer.js';

/** A clock that goes forward only where somebody waits. */
function fakeClock() {
  let now = 0;
  const monotonic = () => now;
  const delay = (milliseconds: number): Promise<void> => {
    now += milliseconds;
    return Promise.resolve();
  };
  return { monotonic, delay };
}

const { signal } = new AbortController();

describe('the pace of rows', () => {
  it('is not limited without a rate', async () => {
    const clock = fakeClock();
    const pacer = new Pacer(clock);
    await Promise.all(Array.from({ length: 1_000 }, () => pacer.turn(signal)));
    expect(clock.monotonic()).toBe(0);
  });

  it.each([
    [100, 200, 2_000],
    [1, 10, 10_000],
    [5_000, 5_000, 1_000],
  ])('at %d a second lets %d rows through in %d ms', async (rate, rows, milliseconds) => {
    const clock = fakeClock();
    const pacer = new Pacer(clock);
    pacer.set({ rate, paused: false });
    await Promise.all(Array.from({ length: rows }, () => pacer.turn(signal)));
    expect(clock.monotonic()).toBeGreaterThan(milliseconds * 0.85);
    expect(clock.monotonic()).toBeLessThanOrEqual(milliseconds);
  });

  it('changes for the rows that wait', async () => {
    const clock = fakeClock();
    const pacer = new Pacer(clock);
    pacer.set({ rate: 1, paused: false });
    const rows = Promise.all(Array.from({ length: 100 }, () => pacer.turn(signal)));
    pacer.set({ rate: undefined, paused: false });
    await rows;
    expect(clock.monotonic()).toBeLessThan(1_000);
  });

  it('lets no row through while it is paused', async () => {
    const clock = fakeClock();
    let waits = 0;
    const delay = (milliseconds: number): Promise<void> => {
      waits += 1;
      if (waits === 5) pacer.set({ rate: undefined, paused: false });
      return clock.delay(milliseconds);
    };
    const pacer = new Pacer({ ...clock, delay });
    pacer.set({ rate: undefined, paused: true });
    await pacer.turn(signal);
    expect(waits).toBe(5);
  });

  it('ends with the signal', async () => {
    const pacer = new Pacer(fakeClock());
    pacer.set({ rate: 1, paused: true });
    await expect(pacer.turn(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

describe('a hold that a signal ends', () => {
  it('confirms until then, and lets the progress be noted afterwards', async () => {
    const controller = new AbortController();
    const hold = heldUntil(controller.signal);
    await expect(hold.confirm()).resolves.toBeUndefined();
    controller.abort(new Error('enough'));
    await expect(hold.confirm()).rejects.toThrow('enough');
    await expect(hold.assertHeld()).resolves.toBeUndefined();
  });

  it('resumes what waits for the end of a pause, and ends it where everything ends', async () => {
    const clock = fakeClock();
    const pacer = new Pacer(clock);
    await pacer.resumed(signal);
    expect(clock.monotonic()).toBe(0);
    pacer.set({ rate: undefined, paused: true });
    const resumed = pacer.resumed(signal);
    pacer.set({ rate: undefined, paused: false });
    await resumed;
    expect(clock.monotonic()).toBe(250);
  });
});
