import { readWrites } from '../../../lib/backfill/read-writes.js';
import { rowKey } from '../../../lib/backfill/row-key.js';

const WRITE = { cql: 'UPDATE t SET a = ? WHERE id = ?', params: [1, 2] };

describe('what row returns', () => {
  it.each<[unknown, readonly unknown[]]>([
    [undefined, []],
    [null, []],
    [[], []],
    [WRITE, [WRITE]],
    [
      [WRITE, { cql: 'x' }],
      [WRITE, { cql: 'x' }],
    ],
  ])('%j is read as %j', (returned, writes) => expect(readWrites(returned)).toEqual(writes));

  it.each<[unknown, string]>([
    ['UPDATE t', 'a string'],
    [5, 'a number'],
    [true, 'a boolean'],
    [[null], 'null'],
    [[WRITE, undefined], 'undefined'],
    [{ cql: 5 }, 'an object with the keys cql'],
    [{ cql: 'x', params: { secret: 'a' } }, 'an object with the keys cql, params'],
    [{ name: 'secret' }, 'an object with the keys name'],
    [{}, 'an object with the keys (none)'],
    [[[WRITE]], 'an object with the keys 0'],
  ])('%j is refused as %s', (returned, kind) =>
    expect(() => readWrites(returned)).toThrow(`row returned ${kind} instead of a statement { cql, params: [] }`),
  );
});

describe('the key of a row as a text', () => {
  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ a: 1 }, 'a = 1'],
    [{ a: "it's", b: new Date(0) }, "a = 'it''s', b = 1970-01-01T00:00:00.000Z"],
    [{ a: Buffer.from('ab'), b: null }, 'a = 0x6162, b = null'],
    [{ a: new Date(Number.NaN) }, 'a = Invalid Date'],
  ])('of %j is %s', (row, key) => expect(rowKey(row, Object.keys(row))).toBe(key));

  it('is another one for another row', () => {
    const rows = [{ a: '1, b = 2', b: '3' }, { a: '1', b: '2, b = 3' }, { a: 'null' }, { a: null }];
    const keys = rows.map((row) => rowKey(row, Object.keys(row)));
    expect(new Set(keys).size).toBe(rows.length);
  });

  it('is short enough for a key, and still another one for another row', () => {
    const keys = ['x', 'y'].map((end) => rowKey({ a: `${'long '.repeat(20_000)}${end}` }, ['a']));
    expect(new Set(keys).size).toBe(2);
    expect(keys.every((key) => Buffer.byteLength(key) < 65_535)).toBe(true);
  });
});
