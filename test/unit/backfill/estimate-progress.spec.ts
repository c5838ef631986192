import { estimateProgress, shareCovered, type RangeProgress } from '../../../lib/core/backfill/estimate-progress.js';
import { planRanges } from '../../../lib/core/backfill/plan-ranges.js';

const part = (start: bigint, end: bigint, token?: bigint, done = false): RangeProgress => ({
  range: { start, end },
  token,
  done,
});

describe('the share that is covered', () => {
  it.each<[string, readonly RangeProgress[], number]>([
    ['is 0 at the start', [part(0n, 10n), part(10n, 20n)], 0],
    ['counts pages within a range', [part(0n, 10n, 5n), part(10n, 20n)], 0.25],
    [
      'counts a range as a whole when it is done, wherever its last row was',
      [part(0n, 10n, 2n, true), part(10n, 20n)],
      0.5,
    ],
    ['is by tokens, not by ranges', [part(0n, 90n, undefined, true), part(90n, 100n)], 0.9],
    ['is less than 1 until the last range is known to be empty', [part(0n, 10n, 10n)], 0.999_999],
    ['is 1 when all are done', [part(0n, 10n, undefined, true)], 1],
    ['is 1 without ranges', [], 1],
    ['takes no notice of a token outside the range', [part(0n, 10n, -3n), part(10n, 20n, 99n)], 0.5],
  ])('%s', (_, ranges, expected) => expect(shareCovered(ranges)).toBe(expected));

  it('is exact over the whole ring', () => {
    const ranges = planRanges([], 64).map((range, index) => ({ range, done: index < 16 }));
    expect(shareCovered(ranges)).toBeCloseTo(0.25, 5);
  });
});

describe('the time that is left', () => {
  const half = [part(0n, 10n, undefined, true), part(10n, 20n)];

  it.each([
    ['is what the first half took', { from: 0, elapsed: 60_000, paused: false }, 60_000],
    ['is told by this run alone', { from: 0.4, elapsed: 60_000, paused: false }, 300_000],
    ['is unknown while paused', { from: 0, elapsed: 60_000, paused: true }, undefined],
    ['is unknown before anything was covered', { from: 0.5, elapsed: 60_000, paused: false }, undefined],
    ['is unknown at the first moment', { from: 0, elapsed: 0, paused: false }, undefined],
  ])('%s', (_, pace, expected) => {
    const { share, remaining } = estimateProgress(half, pace);
    expect(share).toBe(0.5);
    expect(remaining && Math.round(remaining)).toBe(expected);
  });

  it('is none when all is done, also while paused', () => {
    const done = [part(0n, 10n, undefined, true)];
    expect(estimateProgress(done, { from: 0, elapsed: 5, paused: true })).toEqual({ share: 1, remaining: 0 });
  });
});
