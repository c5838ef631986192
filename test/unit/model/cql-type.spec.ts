import { formatCqlType, freeze, isMultiCell, userTypesIn } from '../../../lib/core/model/cql-type.js';
import { InvalidCqlTypeError } from '../../../lib/core/model/errors.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import { RECORDED_VERSIONS, loadCatalogRows } from '../../fixtures/system-schema/load.js';

describe('a CQL type', () => {
  it.each([
    ['text', 'text'],
    ['VARCHAR', 'text'],
    [' map< text,int > ', 'map<text, int>'],
    ['tuple<int, tuple<text, double>>', 'frozen<tuple<int, frozen<tuple<text, double>>>>'],
    [
      'frozen<map<text, map<int, list<set<text>>>>>',
      'frozen<map<text, frozen<map<int, frozen<list<frozen<set<text>>>>>>>>',
    ],
    ['frozen<list<address>>', 'frozen<list<frozen<address>>>'],
    ['list<frozen<list<int>>>', 'list<frozen<list<int>>>'],
    ['vector<float,3>', 'vector<float, 3>'],
    ['frozen<vector<float, 3>>', 'vector<float, 3>'],
    ['vector<list<int>, 2>', 'vector<list<int>, 2>'],
    ['Address', 'address'],
    ['"MixedType"', '"MixedType"'],
    ['frozen<"quo""ted">', 'frozen<"quo""ted">'],
    ['"text"', '"text"'],
    ["'org.apache.cassandra.db.marshal.UTF8Type'", 'text'],
    ["'LexicalUUIDType'", "'LexicalUUIDType'"],
  ])('%s is printed as the server prints it', (declared, stored) => {
    expect(formatCqlType(parseCqlType(declared))).toBe(stored);
  });

  it.each([
    '',
    'list',
    'list<int',
    'list<int>>',
    'map<int>',
    'vector<int, 0>',
    'frozen<int>',
    'a b',
    'list<;>',
    '2fast',
    'int<text>',
  ])('%s is refused with a reason', (text) => expect(() => parseCqlType(text)).toThrow(InvalidCqlTypeError));

  it.each(RECORDED_VERSIONS)('as a server of version %s stores it is a fixed point', (version) => {
    const { columns, types, dropped_columns: dropped } = loadCatalogRows(version, 'fx');
    const texts = [...columns, ...dropped].map((row) => String(row['type']));
    const fields = types.flatMap((row) => row['field_types'] as string[]);
    expect([...texts, ...fields].length).toBeGreaterThan(100);
    for (const text of [...texts, ...fields]) expect(formatCqlType(parseCqlType(text))).toBe(text);
  });

  it('knows the user types that it is made of', () => {
    expect(userTypesIn(parseCqlType('map<text, frozen<list<a>>>'))).toEqual(['a']);
  });

  it('is stored cell by cell only where nothing is frozen', () => {
    expect(isMultiCell(parseCqlType('list<int>'))).toBe(true);
    expect(isMultiCell(freeze(parseCqlType('list<int>')))).toBe(false);
    expect(isMultiCell(parseCqlType('tuple<int>'))).toBe(false);
  });
});
