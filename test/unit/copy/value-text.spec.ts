import { types } from 'cassandra-driver';
import { partTexts, valueText } from '../../../lib/core/copy/value-text.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';

const { Long, Integer, BigDecimal, Uuid, LocalDate, LocalTime, InetAddress, Tuple, Vector } = types;
const ID = '50554d6e-29bb-11e5-b345-feff819cdc9f';

describe('the text of a value', () => {
  it.each<[type: string, passed: unknown, read: unknown]>([
    ['int', '5', 5],
    ['bigint', 5, Long.fromNumber(5)],
    ['bigint', '-9007199254740993', Long.fromString('-9007199254740993')],
    ['bigint', 5n, Long.fromNumber(5)],
    ['varint', '+12', Integer.fromString('12')],
    ['decimal', BigDecimal.fromString('1.10'), BigDecimal.fromString('1.10')],
    ['double', 1.5, 1.5],
    ['double', '-0', 0],
    ['double', NaN, NaN],
    ['float', 0.1, Math.fround(0.1)],
    ['boolean', 'TRUE', true],
    ['text', 'null', 'null'],
    ['uuid', ID.toUpperCase(), Uuid.fromString(ID)],
    ['inet', '2001:DB8::1', InetAddress.fromString('2001:db8::1')],
    ['blob', '0x00FF', Buffer.from([0, 255])],
    ['date', new Date('2024-02-29T12:00:00Z'), LocalDate.fromString('2024-02-29')],
    ['time', '10:00:00.500', LocalTime.fromString('10:00:00.5')],
    ['time', '10:00:00.000', LocalTime.fromString('10:00:00')],
    ['timestamp', 5, new Date(5)],
    ['timestamp', '2024-01-01T00:00:00Z', new Date('2024-01-01')],
    ['list<int>', [1, '2'], [1, 2]],
    ['list<int>', [], null],
    ['set<bigint>', [2, 1, 2], new Set([Long.fromNumber(1), Long.fromNumber(2)])],
    ['set<text>', new Set(), null],
    [
      'map<text, bigint>',
      { b: 1, a: 2 },
      new Map([
        ['a', Long.fromNumber(2)],
        ['b', Long.fromNumber(1)],
      ]),
    ],
    ['map<int, text>', { 1: 'x' }, new Map([[1, 'x']])],
    ['map<text, int>', {}, undefined],
    ['tuple<int, text>', [1, null], new Tuple(1, null)],
    ['vector<float, 2>', new Float32Array([0.5, 1]), new Vector([0.5, 1], 'float')],
    ['address', { zip: 1 }, { street: null, zip: 1 }],
  ])('of %s is the same for one that is passed and one that is read: %p', (type, passed, read) =>
    expect(valueText(passed, parseCqlType(type))).toBe(valueText(read, parseCqlType(type))),
  );

  it.each<[type: string, one: unknown, other: unknown]>([
    ['text', 'null', null],
    ['text', '', null],
    ['text', 'a', 'A'],
    ['int', 0, null],
    ['bigint', '9007199254740993', Long.fromString('9007199254740992')],
    ['boolean', false, null],
    ['list<int>', [1, 2], [2, 1]],
    ['list<text>', ['a,b'], ['a', 'b']],
    ['map<text, int>', { a: 1 }, { a: 2 }],
    ['tuple<int, text>', [1, null], [1, 'null']],
    ['address', { zip: 1 }, { zip: 2 }],
  ])('of %s differs for different ones: %p', (type, one, other) =>
    expect(valueText(one, parseCqlType(type))).not.toBe(valueText(other, parseCqlType(type))),
  );

  it('has the parts of sets and maps, which a statement may add to', () => {
    expect(partTexts(['b', 'a', 'b'], parseCqlType('set<text>'))).toEqual(['"a"', '"b"']);
    expect(partTexts({ 2: 'x' }, parseCqlType('map<int, text>'))).toEqual(['2:"x"']);
    expect(partTexts(null, parseCqlType('set<text>'))).toEqual([]);
    expect(partTexts('x', parseCqlType('text'))).toEqual([]);
  });
});
