import { countRanges, planRanges, shuffle } from '../../../lib/core/backfill/plan-ranges.js';
import {
  coverEveryToken,
  MAX_TOKEN,
  MIN_TOKEN,
  rangeFrom,
  rangesOfRing,
  splitRange,
  widthOf,
  type TokenRange,
} from '../../../lib/core/backfill/token-range.js';

const range = (start: bigint, end: bigint): TokenRange => ({ start, end });

/** Whether ranges cover all tokens, each once: every one begins where the one before ends. */
function isWhole(ranges: readonly TokenRange[], { start, end }: TokenRange): boolean {
  const joins = ranges.every(({ start: own }, index) => own === (index === 0 ? start : ranges[index - 1]?.end));
  return joins && ranges.at(-1)?.end === end && ranges.every((own) => widthOf(own) > 0n);
}

describe('the ranges of a ring', () => {
  it.each<[string, readonly bigint[], readonly TokenRange[]]>([
    ['is one without tokens', [], [range(MIN_TOKEN, MAX_TOKEN)]],
    ['cuts the range that wraps around', [0n], [range(MIN_TOKEN, 0n), range(0n, MAX_TOKEN)]],
    [
      'sorts the tokens, and takes each once',
      [50n, -50n, 50n],
      [range(MIN_TOKEN, -50n), range(-50n, 50n), range(50n, MAX_TOKEN)],
    ],
    ['takes a host at either end', [MIN_TOKEN, MAX_TOKEN], [range(MIN_TOKEN, MAX_TOKEN)]],
  ])('%s', (_, tokens, expected) => expect(rangesOfRing(tokens)).toEqual(expected));
});

describe('splitting a range', () => {
  it.each<[string, TokenRange, number, number]>([
    ['the whole ring in 7', range(MIN_TOKEN, MAX_TOKEN), 7, 7],
    ['the whole ring in 10,000', range(MIN_TOKEN, MAX_TOKEN), 10_000, 10_000],
    ['three tokens in two', range(-2n, 1n), 2, 2],
    ['fewer tokens than parts', range(5n, 8n), 100, 3],
    ['one token', range(MAX_TOKEN - 1n, MAX_TOKEN), 64, 1],
    ['no parts as one', range(0n, 10n), 0, 1],
  ])('covers %s', (_, whole, parts, count) => {
    const ranges = splitRange(whole, parts);
    expect(ranges).toHaveLength(count);
    expect(isWhole(ranges, whole)).toBe(true);
  });

  it('answers nothing for a range without tokens', () => expect(splitRange(range(3n, 3n), 4)).toEqual([]));
});

describe('resuming within a range', () => {
  it.each<[string, bigint, TokenRange | undefined]>([
    ['reads the token of the last row again', 5n, range(4n, 10n)],
    ['goes on at its last token', 10n, range(9n, 10n)],
    ['goes on at its first token', 1n, range(0n, 10n)],
    ['refuses the token before it', 0n, undefined],
    ['refuses a token of the next range', 11n, undefined],
  ])('%s', (_, token, expected) => expect(rangeFrom(range(0n, 10n), token)).toEqual(expected));
});

describe('the ranges of a backfill', () => {
  it.each<[string, Parameters<typeof countRanges>[0], number]>([
    ['64 where the size is unknown', {}, 64],
    ['64 where the servers estimate nothing', { bytes: 0, rows: 0 }, 64],
    ['16 for a small table', { rows: 3 }, 16],
    ['one for 10,000 rows', { rows: 1_000_000 }, 100],
    ['one for 10 MB', { bytes: 5_000_000_001, rows: 10 }, 501],
    ['never more than 10,000', { rows: 1e9 }, 10_000],
  ])('are %s', (_, size, count) => expect(countRanges(size)).toBe(count));

  it.each<[string, readonly bigint[], number, number]>([
    ['one host', [0n], 64, 64],
    ['hosts of unequal share', [MIN_TOKEN / 2n, 0n], 64, 64],
    ['more tokens than ranges', Array.from({ length: 300 }, (_, index) => BigInt(index) * 10n ** 15n), 16, 301],
  ])('cover every token once with %s', (_, ring, count, atLeast) => {
    const ranges = planRanges(ring, count);
    expect(isWhole(ranges, range(MIN_TOKEN, MAX_TOKEN))).toBe(true);
    expect(ranges.length).toBeGreaterThanOrEqual(atLeast);
    const ends = new Set(ranges.map(({ end }) => end));
    expect(ring.every((token) => ends.has(token))).toBe(true);
  });

  it('are shuffled by chance, none lost', () => {
    const numbers = [0.9, 0.1, 0.5];
    expect(shuffle(['a', 'b', 'c'], () => numbers.shift() ?? 0)).toEqual(['b', 'c', 'a']);
  });
});

describe('whether every token is covered by ranges', () => {
  it.each<[string, readonly TokenRange[], boolean]>([
    ['one that is all', [range(MIN_TOKEN, MAX_TOKEN)], true],
    ['none', [], false],
    ['planned ones in any order', planRanges([], 64).toReversed(), true],
    ['planned ones but for one', planRanges([], 64).filter((_, index) => index !== 7), false],
    ['without the first', planRanges([], 4).slice(1), false],
    ['without the last', planRanges([], 4).slice(0, -1), false],
    ['that overlap', [...planRanges([], 4), ...planRanges([], 16)], true],
    ['that overlap and leave one token out', [range(MIN_TOKEN, 5n), range(0n, 4n), range(6n, MAX_TOKEN)], false],
  ])('%s', (_, ranges, expected) => expect(coverEveryToken(ranges)).toBe(expected));
});
