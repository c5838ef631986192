import fc from 'fast-check';
import { CqlSyntaxError } from '../../../lib/core/cql/errors.js';
import { splitScript } from '../../../lib/core/cql/split-script.js';
import { isSignificant, tokenize } from '../../../lib/core/cql/tokenize.js';
import { anyCql } from './any-cql.js';

const statements = (text: string) => splitScript(text).map(({ cql }) => cql);

const significant = (text: string) =>
  tokenize(text)
    .filter((token) => isSignificant(token) && token.text !== ';')
    .map((token) => token.text);

function errorOf(text: string): CqlSyntaxError {
  try {
    splitScript(text);
  } catch (error) {
    if (error instanceof CqlSyntaxError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('splitScript', () => {
  it.each([
    ['finds two statements', 'SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
    ['needs no separator after the last', 'SELECT 1;\nSELECT 2', ['SELECT 1', 'SELECT 2']],
    ['drops empty statements', ';; ; SELECT 1;;', ['SELECT 1']],
    ['finds none in comments and space', ' -- a\n/* b; */ // c', []],
    ['finds none in an empty text', '', []],
    ['keeps a separator in a string', "INSERT 'a;''b;';x", ["INSERT 'a;''b;'", 'x']],
    ['keeps a separator in a quoted name', 'DROP TABLE "a;""b"; x', ['DROP TABLE "a;""b"', 'x']],
    [
      'keeps a separator in a function body',
      'CREATE FUNCTION f AS $$ return 1; $$; x',
      ['CREATE FUNCTION f AS $$ return 1; $$', 'x'],
    ],
    ['keeps a separator in each kind of comment', 'a -- ;\n// ;\n/* ; */ b; c', ['a -- ;\n// ;\n/* ; */ b', 'c']],
    ['ignores an apostrophe in a comment', "-- it's\na; // it's\nb", ['a', 'b']],
    ['trims comments around a statement', '-- before\n a /* inner */ b -- after\n; c', ['a /* inner */ b', 'c']],
    [
      'keeps a batch whole',
      'BEGIN BATCH INSERT 1; UPDATE 2; APPLY BATCH; x',
      ['BEGIN BATCH INSERT 1; UPDATE 2; APPLY BATCH', 'x'],
    ],
    [
      'keeps an unlogged batch whole in any case',
      'begin /* ; */ unlogged\nbatch a; apply batch',
      ['begin /* ; */ unlogged\nbatch a; apply batch'],
    ],
    ['keeps a counter batch whole', 'BEGIN COUNTER BATCH a; b APPLY BATCH;', ['BEGIN COUNTER BATCH a; b APPLY BATCH']],
    [
      'keeps two batches apart',
      'BEGIN BATCH a; APPLY BATCH; BEGIN BATCH b; APPLY BATCH;',
      ['BEGIN BATCH a; APPLY BATCH', 'BEGIN BATCH b; APPLY BATCH'],
    ],
    [
      'does not end a batch within a string',
      "BEGIN BATCH a 'APPLY BATCH;'; APPLY BATCH; x",
      ["BEGIN BATCH a 'APPLY BATCH;'; APPLY BATCH", 'x'],
    ],
    [
      'keeps a transaction whole',
      'BEGIN TRANSACTION LET a = 1; IF a THEN b; END IF COMMIT TRANSACTION; x',
      ['BEGIN TRANSACTION LET a = 1; IF a THEN b; END IF COMMIT TRANSACTION', 'x'],
    ],
    ['sees no batch in names', 'SELECT begin, batch FROM t; x', ['SELECT begin, batch FROM t', 'x']],
    ['ignores a byte order mark', '\uFEFFSELECT 1;', ['SELECT 1']],
    ['reads CRLF', 'a\r\nb;\r\n-- c\r\nd;\r\n', ['a\r\nb', 'd']],
  ])('%s', (_, text, expected) => expect(statements(text)).toEqual(expected));

  it('says where each statement begins', () => {
    expect(splitScript('\uFEFFa;\r\n  /* x\n */ b; c;\r d')).toEqual([
      { cql: 'a', line: 1, column: 1 },
      { cql: 'b', line: 3, column: 5 },
      { cql: 'c', line: 3, column: 8 },
      { cql: 'd', line: 4, column: 2 },
    ]);
  });

  it.each([
    ['a string', "a;\n b 'c;\n", 'string', [2, 4]],
    ['a quoted name', '"a', 'quoted name', [1, 1]],
    ['a function body', 'a\n$$ b', 'string', [2, 1]],
    ['a comment', 'a; /* b', 'comment', [1, 4]],
    ['a batch', '\n BEGIN BATCH a; b;', 'batch', [2, 2]],
    ['a batch whose end is in a string', "BEGIN BATCH 'APPLY BATCH'", 'batch', [1, 1]],
    ['a transaction', 'BEGIN TRANSACTION a;', 'transaction', [1, 1]],
  ])('refuses %s that is left open, and says where it begins', (_, text, what, [line, column]) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ code: 'COODIE_CQL_SYNTAX', line, column, hint: expect.any(String) });
    expect(error.message).toBe(`The ${what} that begins here is never closed (line ${line}, column ${column})`);
  });

  it('loses and invents nothing, or refuses with a position within the text', () => {
    fc.assert(fc.property(anyCql, checkSplit), { numRuns: 5000 });
  });
});

function checkSplit(text: string): void {
  const parts = attempt(text);
  if (parts === undefined) return;
  expect(parts.flatMap(({ cql }) => significant(cql))).toEqual(significant(text));
  for (const { cql, line, column } of parts) {
    const lineText = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)[line - 1] ?? '';
    expect(lineText.slice(column - 1).startsWith(cql.split(/\r\n?|\n/)[0] ?? '')).toBe(true);
  }
}

function attempt(text: string): ReturnType<typeof splitScript> | undefined {
  try {
    return splitScript(text);
  } catch (error) {
    expect(error).toBeInstanceOf(CqlSyntaxError);
    return undefined;
  }
}
