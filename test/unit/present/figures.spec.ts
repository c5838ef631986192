import { alignColumns, cut, indent } from '../../../lib/present/columns.js';
import { formatAge, formatCount, formatDuration } from '../../../lib/core/text/figures.js';

const NOW = new Date('2026-03-03T12:00:00Z');

describe('figures', () => {
  it.each([
    [0, '0 ms'],
    [71.4, '71 ms'],
    [999, '999 ms'],
    [2_440, '2.4 s'],
    [60_000, '1 min 0 s'],
    [185_000, '3 min 5 s'],
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it.each([
    ['2026-03-03T12:00:05Z', 'just now'],
    ['2026-03-03T11:59:59Z', '1 second ago'],
    ['2026-03-03T11:50:00Z', '10 minutes ago'],
    ['2026-03-01T12:00:00Z', '2 days ago'],
    ['2026-02-10T12:00:00Z', '3 weeks ago'],
    ['2024-01-01T12:00:00Z', '2 years ago'],
  ])('calls %s %s', (then, text) => {
    expect(formatAge(new Date(then), NOW)).toBe(text);
  });

  it('counts', () => {
    expect([0, 1, 2].map((number) => formatCount(number, 'table'))).toEqual(['0 tables', '1 table', '2 tables']);
  });
});

describe('columns', () => {
  it('stand below each other, whatever their colours', () => {
    expect(alignColumns([['a', 'b'], ['\u001B[31mccc\u001B[39m', 'd', ''], ['e']])).toEqual([
      'a    b',
      '\u001B[31mccc\u001B[39m  d',
      'e',
    ]);
  });

  it('cut, indent and flatten text', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('abcd', 4)).toBe('abcd');
    expect(indent('a\n\nb')).toBe('  a\n\n  b');
  });
});
