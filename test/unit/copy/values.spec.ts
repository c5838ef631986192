import { types } from 'cassandra-driver';
import { addRow, addSums, canonicalText, NO_ROWS } from '../../../lib/core/copy/row-digest.js';
import { writable } from '../../../lib/core/copy/writable.js';

const EMPTY = Buffer.alloc(4);
const vector = (...elements: unknown[]) => new types.Vector(elements, 'list');

describe('a value as the driver writes it', () => {
  it.each<[what: string, value: unknown, written: unknown]>([
    ['a number', 1, 1],
    ['a list', [1, 2], [1, 2]],
    ['an empty list', [], EMPTY],
    ['an empty set', new Set(), EMPTY],
    ['an empty map', new Map(), EMPTY],
    ['an empty list in a list', [[], [1]], [EMPTY, [1]]],
    ['an empty list in a set', new Set([[]]), new Set([EMPTY])],
    ['an empty list as a key and as a value', new Map([[[], []]]), new Map([[EMPTY, EMPTY]])],
    ['an empty list in a user type', { a: [], b: null }, { a: EMPTY, b: null }],
    ['an empty list in a map in a user type', { a: new Map([['x', []]]) }, { a: new Map([['x', EMPTY]]) }],
  ])('is right for %s', (_, value, written) => expect(writable(value)).toEqual(written));

  it.each([
    ['a date', new Date(0)],
    ['bytes', Buffer.from([1])],
    ['a uuid', types.Uuid.random()],
    ['a decimal', types.BigDecimal.fromString('1.10')],
    ['a duration', types.Duration.fromString('1mo2d')],
    ['a tuple', new types.Tuple(1, 'a')],
    ['a vector', new types.Vector([1, 2], 'int')],
  ])('is %s itself', (_, value) => expect(writable(value)).toBe(value));

  it('is a tuple for a tuple with an empty list', () => {
    const tuple = writable(new types.Tuple(1, [])) as types.Tuple;
    expect(tuple).toBeInstanceOf(types.Tuple);
    expect([...tuple.elements]).toEqual([1, EMPTY]);
  });

  it.each([
    [
      [[1], [2, 3]],
      [[1], [2, 3]],
    ],
    [
      [[], [1]],
      [EMPTY, [1]],
    ],
  ])('is a vector, as the driver knows one, for a vector of the lists %j', (lists, written) => {
    const value = writable(vector(...lists)) as InstanceType<typeof types.Vector>;
    expect(value instanceof types.Vector).toBe(true);
    expect(value.getSubtype()).toBe('list');
    expect([...value]).toEqual(written);
  });
});

describe('the text of a value that is compared', () => {
  it.each<[what: string, one: unknown, other: unknown]>([
    ['sets in another order', new Set(['a', 'b']), new Set(['b', 'a'])],
    ['a map and the object for it', new Map([['a', 1]]), { a: 1 }],
    ['an undefined value and null', undefined, null],
    ['dates', new Date(5), new Date(5)],
    ['vectors', vector([1]), vector([1])],
  ])('is the same for %s', (_, one, other) => expect(canonicalText(one)).toBe(canonicalText(other)));

  it.each<[what: string, one: unknown, other: unknown]>([
    ['lists in another order', [1, 2], [2, 1]],
    ['dates that differ by a millisecond', new Date(0), new Date(1)],
    ['keys that differ by a millisecond', new Map([[new Date(0), 1]]), new Map([[new Date(1), 1]])],
    ['a text and null', 'null', null],
    ['texts with a separator', ['a","b'], ['a', 'b']],
    ['decimals of another scale', types.BigDecimal.fromString('1.1'), types.BigDecimal.fromString('1.10')],
    ['vectors', vector([1]), vector([2])],
    ['tuples', new types.Tuple(1, null), new types.Tuple(null, 1)],
    ['an empty list and null', [], null],
  ])('is another one for %s', (_, one, other) => expect(canonicalText(one)).not.toBe(canonicalText(other)));
});

describe('the sum of rows', () => {
  it('is the same in any order, and in any parts', () => {
    const digests = [1n, 2n ** 63n, 2n ** 64n - 1n, 5n];
    const whole = digests.reduce(addRow, NO_ROWS);
    const parts = [digests.slice(2), digests.slice(0, 2)].map((part) => part.reduce(addRow, NO_ROWS));
    expect(parts.reduce(addSums)).toEqual(whole);
    expect(whole).toMatchObject({ rows: 4, digest: BigInt.asUintN(64, 5n + 2n ** 63n) });
  });
});
