import { adaptWindow, pauseAfter, percentile } from '../../../lib/core/backfill/adapt-window.js';

const answered = (milliseconds: number, count = 100) => Array.from({ length: count }, () => milliseconds);

describe('the window of writes', () => {
  it.each([
    ['grows by a quarter below the target', 64, { latencies: answered(10), overloads: 0 }, 80],
    ['grows by four where a quarter is less', 8, { latencies: answered(10), overloads: 0 }, 12],
    ['never grows beyond its bound', 120, { latencies: answered(10), overloads: 0 }, 128],
    ['shrinks a little above the target', 100, { latencies: answered(30), overloads: 0 }, 90],
    ['is halved at twice the target', 100, { latencies: answered(41), overloads: 0 }, 50],
    ['is halved at an overload, however fast the others were', 100, { latencies: answered(1), overloads: 1 }, 50],
    ['is halved at an overload without any answer', 100, { latencies: [], overloads: 1 }, 50],
    ['is never smaller than four', 5, { latencies: [], overloads: 9 }, 4],
    ['stays where too few answers came', 64, { latencies: answered(500, 19), overloads: 0 }, 64],
    [
      'is not made smaller by the slowest tenth',
      64,
      { latencies: [...answered(10, 91), ...answered(9_000, 9)], overloads: 0 },
      80,
    ],
  ])('%s', (_, size, seen, expected) => {
    expect(adaptWindow(size, seen, { most: 128, latency: 20 })).toBe(expected);
  });

  it('does not look at the time without a target', () => {
    expect(adaptWindow(64, { latencies: answered(9_000), overloads: 0 }, { most: 128 })).toBe(80);
  });

  it('keeps to a bound below four', () => {
    expect(adaptWindow(2, { latencies: [], overloads: 3 }, { most: 2 })).toBe(2);
    expect(adaptWindow(1, { latencies: answered(1), overloads: 0 }, { most: 2 })).toBe(2);
  });

  it('recovers from one overload in a few moments', () => {
    const after = Array.from({ length: 4 }).reduce<number>(
      (size) => adaptWindow(size, { latencies: answered(1), overloads: 0 }, { most: 128 }),
      adaptWindow(128, { latencies: [], overloads: 1 }, { most: 128 }),
    );
    expect(after).toBe(128);
  });
});

describe('a percentile', () => {
  it.each([
    [[], 0],
    [[7], 7],
    [[3, 1, 2, 10, 4, 5, 6, 7, 8, 9], 10],
  ])('of %j is %j', (values, expected) => expect(percentile(values, 0.9)).toBe(expected));
});

describe('the pause before a repetition', () => {
  it.each([
    [1, 1, 100],
    [2, 1, 200],
    [2, 0.5, 100],
    [3, 0, 0],
    [8, 1, 10_000],
    [5_000, 1, 10_000],
  ])('after attempt %j with chance %j is %j ms', (attempt, random, expected) =>
    expect(pauseAfter(attempt, random)).toBe(expected),
  );
});
