import fc from 'fast-check';
import { isKeyword, isSignificant, tokenize } from '../../../lib/core/lexer/tokenize.js';
import { anyCql } from '../cql/any-cql.js';

const kinds = (text: string) => tokenize(text).map((token) => [token.kind, token.text]);

describe('tokenize', () => {
  it.each([
    ['a bare word, with an underscore anywhere', '_coodie_x1', [['word', '_coodie_x1']]],
    ['a string with a doubled quote', "'it''s; --'", [['string', "'it''s; --'"]]],
    ['an empty string', "''", [['string', "''"]]],
    ['a string that is one quote', "''''", [['string', "''''"]]],
    ['a quoted name with a doubled quote', '"a""b;"', [['quoted-name', '"a""b;"']]],
    [
      'a dollar string with one dollar and quotes in it',
      `$$ return "$" + '; $$`,
      [['dollar-string', `$$ return "$" + '; $$`]],
    ],
    [
      'an empty dollar string before a dollar',
      '$$$$$',
      [
        ['dollar-string', '$$$$'],
        ['symbol', '$'],
      ],
    ],
    [
      'a comment of dashes up to the line end',
      '-- a\nb',
      [
        ['comment', '-- a'],
        ['space', '\n'],
        ['word', 'b'],
      ],
    ],
    [
      'a comment of slashes up to a carriage return',
      "// it's\rb",
      [
        ['comment', "// it's"],
        ['space', '\r'],
        ['word', 'b'],
      ],
    ],
    [
      'a block comment, which does not nest',
      '/* /* */ */',
      [
        ['comment', '/* /* */'],
        ['space', ' '],
        ['symbol', '*'],
        ['symbol', '/'],
      ],
    ],
    ['slash, star, slash as an open comment', '/*/', [['comment', '/*/']]],
    [
      'a UUID that begins with letters',
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      [['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']],
    ],
    [
      'a UUID that begins with digits',
      '12345678-1234-1234-1234-123456789012',
      [['uuid', '12345678-1234-1234-1234-123456789012']],
    ],
    ['a float with an exponent', '1.5e-10', [['number', '1.5e-10']]],
    ['a blob', '0xCAFE', [['number', '0xCAFE']]],
    ['a duration', '1h30m', [['number', '1h30m']]],
    [
      'a range between numbers',
      '1..2',
      [
        ['number', '1'],
        ['symbol', '.'],
        ['symbol', '.'],
        ['number', '2'],
      ],
    ],
    [
      'a minus',
      'a-1',
      [
        ['word', 'a'],
        ['symbol', '-'],
        ['number', '1'],
      ],
    ],
    [
      'two minuses as a comment, as the server does',
      '1--2',
      [
        ['number', '1'],
        ['comment', '--2'],
      ],
    ],
    [
      'markers',
      '?:a',
      [
        ['symbol', '?'],
        ['symbol', ':'],
        ['word', 'a'],
      ],
    ],
    [
      'a byte order mark as space',
      '\uFEFFa',
      [
        ['space', '\uFEFF'],
        ['word', 'a'],
      ],
    ],
    ['a character beyond the basic plane as one symbol', '😀', [['symbol', '😀']]],
    ['nothing', '', []],
  ])('reads %s', (_, text, expected) => expect(kinds(text)).toEqual(expected));

  it.each([
    ["'a", 'string'],
    ["'a''", 'string'],
    ['"a', 'quoted-name'],
    ['$$ a $', 'dollar-string'],
    ['/* a', 'comment'],
  ])('marks %s as left open', (text, kind) => {
    expect(tokenize(text)).toEqual([{ kind, text, start: 0, end: text.length, terminated: false }]);
  });

  it('says where each token is', () => {
    expect(tokenize('a ;').map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('knows a keyword in any case, but not in quotes', () => {
    expect(['DROP', 'drop', '"DROP"', "'DROP'"].map((text) => isKeyword(tokenize(text)[0], 'DROP'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('counts neither space nor comments as significant', () => {
    expect(
      tokenize('/* a */ b -- c')
        .filter(isSignificant)
        .map(({ text }) => text),
    ).toEqual(['b']);
  });

  it('loses nothing of any text', () => {
    fc.assert(
      fc.property(anyCql, (text) => {
        const tokens = tokenize(text);
        expect(tokens.map((token) => token.text).join('')).toBe(text);
        expect(
          tokens.every((token) => token.text === text.slice(token.start, token.end) && token.end > token.start),
        ).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads a megabyte of open quotes without delay', () => {
    expect(tokenize(`'${"''".repeat(500_000)}`)).toHaveLength(1);
  });
});
