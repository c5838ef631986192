import type { Progress } from '../../../lib/core/progress/progress.js';
import { LockHeldError, LockHiddenError } from '../../../lib/lock/errors.js';
import type { Lease } from '../../../lib/lock/lease.js';
import { VirtualRow, virtualLock, type Fault, type Kind } from './virtual-lock.js';

const silent = () => {};
const done = () => Promise.resolve('done');

class TimedOut extends Error {
  readonly code = 0x11_00;
}
class Refused extends Error {
  readonly code = 0x21_00;
}

/** The answers of these requests never come, although the row has changed; or the requests never reach it. */
function failing(
  kinds: readonly Kind[],
  times: number,
  point: 'before' | 'after',
  error: Error = new TimedOut(),
): Fault {
  const left = { times };
  return (kind, answer) => {
    if (!kinds.includes(kind) || left.times === 0) return answer();
    left.times -= 1;
    if (point === 'after') answer();
    throw error;
  };
}

describe('the lock of a run', () => {
  it('is looked at, taken, read back and released, with one request each', async () => {
    const row = new VirtualRow();
    await virtualLock(row).lock.hold({ wait: 0, report: silent }, done);
    expect(row.asked).toEqual(['look', 'take', 'serial', 'release']);
    expect(row.row).toBeUndefined();
  });

  it('is asked for with one lightweight transaction where another run holds it and nobody waits', async () => {
    const row = new VirtualRow();
    row.row = { owner: 'other:1:x' };
    const held = virtualLock(row).lock.hold({ wait: 0, report: silent }, done);
    await expect(held).rejects.toMatchObject({ holder: { owner: 'other:1:x', expiresIn: 30 } });
    expect(row.asked).toEqual(['look', 'take']);
  });

  it.each([
    ['without a name', ''],
    ['of blanks', '  '],
    ['that is no text', 7],
  ])('is held by an owner %s, is waited for until the deadline, and named', async (_, owner) => {
    const row = new VirtualRow();
    row.row = { owner };
    const { lock, runtime } = virtualLock(row);
    const failure: unknown = await lock.hold({ wait: 20, report: silent }, done).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LockHeldError);
    expect((failure as Error).message).toContain('an owner without a name');
    expect(runtime.monotonic()).toBe(20_000);
    expect(row.asked.length).toBeLessThan(40);
  });

  it('is waited for with plain reads only, up to the one request at the end', async () => {
    const row = new VirtualRow();
    row.row = { owner: 'other:1:x' };
    const { lock } = virtualLock(row);
    await expect(lock.hold({ wait: 120, report: silent }, done)).rejects.toThrow(LockHeldError);
    expect(row.asked.filter((kind) => kind !== 'look')).toEqual(['take']);
    expect(row.asked.length).toBeLessThan(140);
  });

  it('is given up where another run is faster each time', async () => {
    const rival = { owner: 'fast:1:x' };
    const row = new VirtualRow((kind, answer) =>
      kind === 'take' ? { rows: [rival], applied: false, warnings: [] } : answer(),
    );
    const { lock, runtime } = virtualLock(row);
    await expect(lock.hold({ wait: 0, report: silent }, done)).rejects.toThrow('fast:1:x');
    expect(row.asked.filter((kind) => kind === 'take')).toHaveLength(5);
    expect(runtime.delays).toHaveLength(4);
  });

  it('is waited for a fraction of a second, too', async () => {
    const row = new VirtualRow();
    row.row = { owner: 'other:1:x' };
    const { lock, runtime } = virtualLock(row);
    await expect(lock.hold({ wait: 0.25, report: silent }, done)).rejects.toThrow(LockHeldError);
    expect(runtime.monotonic()).toBe(250);
  });

  it.each([[Number.NaN], [-1], ['60'], [undefined]])('is not waited for %p seconds', async (wait) => {
    const row = new VirtualRow();
    const held = virtualLock(row).lock.hold({ wait: wait as number, report: silent }, done);
    await expect(held).rejects.toMatchObject({ code: 'COODIE_INVALID_LOCK_WAIT' });
    expect(row.asked).toEqual([]);
  });

  it('is not asked for by a run that was asked to stop before', async () => {
    const row = new VirtualRow();
    const { lock } = virtualLock(row, { interruption: AbortSignal.abort(new Error('stop')) });
    await expect(lock.hold({ wait: 0, report: silent }, done)).rejects.toThrow('stop');
    expect(row.asked).toEqual([]);
  });

  it('is not relied on where it was accepted and does not show', async () => {
    const row = new VirtualRow((kind, answer) => {
      if (kind !== 'take') return answer();
      return { rows: [], applied: true, warnings: [] };
    });
    const worked = jest.fn(done);
    await expect(virtualLock(row).lock.hold({ wait: 60, report: silent }, worked)).rejects.toThrow(LockHiddenError);
    expect(worked).not.toHaveBeenCalled();
    expect(row.asked).toEqual(['look', 'take', 'serial', 'release']);
  });

  it('is taken once more where the process was held up until it had expired, before it could be read back', async () => {
    let isFirst = true;
    const row: VirtualRow = new VirtualRow((kind, answer) => {
      const result = answer();
      if (kind === 'take' && isFirst) {
        isFirst = false;
        row.row = undefined;
        void runtime.pass(300_000);
      }
      return result;
    });
    const { lock, runtime } = virtualLock(row);
    const worked = jest.fn(done);
    await lock.hold({ wait: 0, report: silent }, worked);
    expect(worked).toHaveBeenCalledTimes(1);
    expect(row.asked.filter((kind) => kind === 'take')).toHaveLength(2);
  });

  it.each<[string, Fault, readonly Kind[]]>([
    ['took effect', failing(['take'], 1, 'after'), ['look', 'take', 'look', 'serial', 'serial', 'release']],
    [
      'had no effect',
      failing(['take'], 1, 'before'),
      ['look', 'take', 'look', 'serial', 'take', 'renew', 'serial', 'release'],
    ],
    [
      'took effect, and whose proof failed as well',
      failing(['take', 'serial'], 2, 'after'),
      ['look', 'take', 'look', 'serial', 'take', 'renew', 'serial', 'release'],
    ],
  ])('is settled by the row where the request to take it timed out and %s', async (_, fault, asked) => {
    const row = new VirtualRow(fault);
    await expect(virtualLock(row).lock.hold({ wait: 0, report: silent }, done)).resolves.toBe('done');
    expect(row.asked).toEqual(asked);
    expect(row.row).toBeUndefined();
  });

  it('is not asked for again where the server refuses the request', async () => {
    const row = new VirtualRow(failing(['take'], 99, 'before', new Refused('not authorised')));
    await expect(virtualLock(row).lock.hold({ wait: 0, report: silent }, done)).rejects.toThrow('not authorised');
    expect(row.asked.filter((kind) => kind === 'take')).toHaveLength(1);
  });

  it('is not left behind by a run that never learned that it had taken it', async () => {
    const row = new VirtualRow(failing(['take', 'serial'], 10, 'after'));
    await expect(virtualLock(row).lock.hold({ wait: 0, report: silent }, done)).rejects.toThrow(TimedOut);
    expect(row.row).toBeUndefined();
  });

  it('is not left behind where that was given up, took effect late, and servers were silent until it should have expired', async () => {
    const taken = failing(['take'], 1, 'after');
    const row: VirtualRow = new VirtualRow((kind, answer) => {
      const isSilent = row.asked.includes('take') && kind !== 'take' && runtime.monotonic() < 35_000;
      if (isSilent) throw new TimedOut();
      return taken(kind, answer);
    });
    const { lock, runtime } = virtualLock(row);
    await expect(lock.hold({ wait: 0, report: silent }, done)).rejects.toThrow(TimedOut);
    expect(row.row).toBeUndefined();
  });

  it('is released where a listener fails as the lock is taken', async () => {
    const row = new VirtualRow();
    const report = ({ kind }: Progress) => {
      if (kind === 'lock-taken') throw new Error('a listener');
    };
    await expect(virtualLock(row).lock.hold({ wait: 0, report }, done)).rejects.toThrow('a listener');
    expect(row.row).toBeUndefined();
  });
});

describe('a lease', () => {
  /** Holds the lock while `work` uses the lease. */
  async function leased(row: VirtualRow, work: (lease: Lease, pass: (ms: number) => Promise<void>) => Promise<void>) {
    const { lock, runtime } = virtualLock(row);
    await lock.hold({ wait: 0, report: silent }, (lease) => work(lease, (time) => runtime.pass(time)));
    return runtime;
  }

  it('confirms nothing any more once the work has ended', async () => {
    const kept: Lease[] = [];
    await leased(new VirtualRow(), async (lease) => void kept.push(lease));
    await expect(kept[0]?.confirm()).rejects.toMatchObject({ code: 'COODIE_LEASE_LOST' });
    await expect(kept[0]?.assertHeld()).rejects.toThrow('has ended and released it');
  });

  it('is lost in time where no renewal is answered, and its signal says so by itself', async () => {
    const row = new VirtualRow(failing(['renew'], 99, 'before'));
    await leased(row, async (lease, pass) => {
      await pass(20_000);
      expect(lease.signal.aborted).toBe(false);
      await pass(11_000);
      expect(lease.signal.aborted).toBe(true);
      await expect(lease.confirm()).rejects.toMatchObject({ code: 'COODIE_LEASE_LOST' });
    });
  });

  it('goes on where one renewal times out', async () => {
    const row = new VirtualRow(failing(['renew'], 1, 'before'));
    await leased(row, async (lease, pass) => {
      await pass(60_000);
      await expect(lease.confirm()).resolves.toBeUndefined();
    });
  });

  it('is proved anew by a machine that was suspended: its monotonic clock stood still', async () => {
    const row = new VirtualRow();
    const { lock, runtime } = virtualLock(row);
    await lock.hold({ wait: 0, report: silent }, async (lease) => {
      row.row = { owner: 'other:1:x' };
      await expect(lease.confirm()).resolves.toBeUndefined();
      runtime.asleep = 60_000;
      await expect(lease.confirm()).rejects.toThrow('other:1:x holds it now');
    });
  });

  it('is proved by one question for all who ask, and asked again where a server times out', async () => {
    const isBusy = { left: 0 };
    const row = new VirtualRow((kind, answer) => {
      if (kind !== 'serial' || isBusy.left === 0) return answer();
      isBusy.left -= 1;
      throw new TimedOut();
    });
    const { lock, runtime } = virtualLock(row);
    await lock.hold({ wait: 0, report: silent }, async (lease) => {
      runtime.asleep = 60_000;
      isBusy.left = 3;
      const before = row.asked.length;
      await Promise.all(Array.from({ length: 20 }, () => lease.confirm()));
      expect(row.asked.slice(before)).toEqual(['serial', 'serial', 'serial', 'serial']);
    });
  });

  it('is lost where no server proves it before it may have expired', async () => {
    const isBusy = { now: false };
    const row = new VirtualRow((kind, answer) => {
      if (isBusy.now && (kind === 'serial' || kind === 'renew')) throw new TimedOut();
      return answer();
    });
    await leased(row, async (lease, pass) => {
      isBusy.now = true;
      await pass(15_000);
      await expect(lease.assertHeld()).rejects.toMatchObject({ code: 'COODIE_LEASE_LOST' });
    });
  });

  it('of twenty years is renewed once a day: a longer timer would fire at once', async () => {
    const { lock, runtime } = virtualLock(new VirtualRow(), { ttl: 630_720_000 });
    await lock.hold({ wait: 0, report: silent }, done);
    expect(runtime.intervals).toEqual([86_400_000]);
  });
});

describe('releasing', () => {
  async function released(fault: Fault, options = {}) {
    const row = new VirtualRow(fault);
    const told: Progress[] = [];
    const { lock, runtime } = virtualLock(row, options);
    const outcome = await lock.hold({ wait: 0, report: (progress) => told.push(progress) }, done);
    const about = told.filter(({ kind }) => kind === 'lock-not-released' || kind === 'lock-released');
    return { outcome, row, runtime, about, releases: row.asked.filter((kind) => kind === 'release').length };
  }

  it('is done where the answer was lost: the row says so', async () => {
    const { row, releases, about } = await released(failing(['release'], 1, 'after'));
    expect([row.row, releases, about]).toEqual([undefined, 1, []]);
  });

  it('is repeated until it is done, and both are told', async () => {
    const { row, releases, about } = await released(failing(['release'], 4, 'before'));
    expect([row.row, releases]).toEqual([undefined, 5]);
    expect(about.map(({ kind }) => kind)).toEqual(['lock-not-released', 'lock-released']);
    expect(about[0]).toMatchObject({ expiresAt: expect.any(Date) as Date, seconds: expect.any(Number) as number });
  });

  it('ends when the lock has expired, with growing pauses, and the work has succeeded all the same', async () => {
    const { outcome, runtime, about, releases } = await released(failing(['release'], 999, 'before'));
    expect(outcome).toBe('done');
    expect(about.map(({ kind }) => kind)).toEqual(['lock-not-released']);
    expect(runtime.monotonic()).toBe(30_000);
    expect(releases).toBeLessThan(11);
    // The last pause is what was left of the time to live.
    const growing = runtime.delays.slice(0, -1);
    expect(growing).toEqual(growing.toSorted((a, b) => a - b));
  });

  it('is repeated once the lock should have expired, where a renewal may have taken effect after it was given up', async () => {
    const noRenewal = failing(['renew'], 99, 'before');
    const noRelease = failing(['release'], 1, 'before');
    const row = new VirtualRow((kind, answer) => noRenewal(kind, () => noRelease(kind, answer)));
    const { lock, runtime } = virtualLock(row);
    // The last renewal is asked for after 20 of the 30 seconds of the lock.
    await lock.hold({ wait: 0, report: silent }, () => runtime.pass(51_000));
    expect(row.row).toBeUndefined();
  });

  it('is not repeated where the server refuses it', async () => {
    const { about, releases } = await released(failing(['release'], 99, 'before', new Refused('no')));
    expect([releases, about.map(({ kind }) => kind)]).toEqual([1, ['lock-not-released']]);
  });

  it('is not repeated once the connection is closed', async () => {
    const { releases } = await released(failing(['release'], 99, 'before'), { closed: AbortSignal.abort() });
    expect(releases).toBe(1);
  });
});

describe('removing the lock of a holder', () => {
  const holder = { owner: '', acquiredAt: undefined, renewedAt: new Date(0.001), expiresIn: 30 };

  it('works for an owner without a name', async () => {
    const row = new VirtualRow();
    row.row = { owner: '' };
    await expect(virtualLock(row).lock.remove(holder)).resolves.toBe(true);
    expect(row.row).toBeUndefined();
  });

  it('leaves the lock of another holder', async () => {
    const row = new VirtualRow();
    row.row = { owner: 'other:1:x' };
    await expect(virtualLock(row).lock.remove(holder)).resolves.toBe(false);
    expect(row.row).toEqual({ owner: 'other:1:x' });
  });

  it('says so where the row stays', async () => {
    const stays = { owner: '' };
    const row = new VirtualRow((kind, answer) => {
      const result = answer();
      if (kind === 'release') row.row = stays;
      return result;
    });
    row.row = stays;
    await expect(virtualLock(row).lock.remove(holder)).rejects.toMatchObject({ code: 'COODIE_LOCK_NOT_REMOVABLE' });
  });
});
