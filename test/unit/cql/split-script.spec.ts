import fc from 'fast-check';
import { CqlSyntaxError, splitScript } from '../../../lib/core/cql/split-script.js';
import { isSignificant, tokenize } from '../../../lib/core/lexer/tokenize.js';
import type { Position } from '../../../lib/core/text/position.js';
import { anyCql } from './any-cql.js';

const statements = (text: string) => splitScript(text).map(({ cql }) => cql);

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
    const places = splitScript('\uFEFFa;\r\n  /* x\n */ b; c;\r d').map(({ cql, line, column }) => ({
      cql,
      line,
      column,
    }));
    expect(places).toEqual([
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

  it('loses and invents nothing: the parts and what separates them are the text', () => {
    fc.assert(fc.property(anyCql, checkSplit), { numRuns: 5000 });
  });

  it('finds just the statements that were joined, whatever stands between them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyStatement, anySeparator), { maxLength: 12 }), anySeparator, (pairs, before) => {
        const text = [before, ...pairs.map(([statement, after]) => `${statement}${after}`)].join('');
        expect(statements(text)).toEqual(pairs.map(([statement]) => statement));
      }),
      { numRuns: 2000 },
    );
  });
});

const anyStatement = fc.constantFrom(
  'SELECT a FROM t',
  "INSERT INTO t (a) VALUES ('; -- ''/* $$ \"')",
  'DROP TABLE "a;""b"',
  "CREATE FUNCTION f(a int) RETURNS int LANGUAGE java AS $$ return a; // ' $$",
  'BEGIN BATCH INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE a = 2; APPLY BATCH',
  'begin unlogged batch /* apply batch; */ update t set a = 1 where b = 2 apply batch',
  'ALTER TABLE t -- ; not the end\n ADD a int',
  'UPDATE t SET a = 1.5e-3 WHERE b = a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  'é',
);

/** Ends a statement, and may hold anything that is none. A `$`, a number or a word would go on with what is before it. */
const anySeparator = fc
  .array(
    fc.constantFrom(';', '\n', '\r\n', ' ', '\t', "-- it's; $$\n", '// "; /*\r\n', "/* ; ' $$ -- */", '-- downgrade\n'),
  )
  .map((parts) => ['\n;', ...parts].join(''));

/** Walks over the text: each part where it is said to be, nothing but separators between them. */
function checkSplit(text: string): void {
  const parts = attempt(text);
  if (parts === undefined) return;
  const end = parts.reduce((offset, { cql, line, column }) => {
    const start = offsetOf(text, { line, column });
    expect(text.slice(start, start + cql.length)).toBe(cql);
    expect(isSeparator(text.slice(offset, start))).toBe(true);
    return start + cql.length;
  }, 0);
  expect(isSeparator(text.slice(end))).toBe(true);
}

/** Where an editor puts the cursor that is told to go to a line and a column. */
function offsetOf(text: string, { line, column }: Position): number {
  const lines = text.split(/(?<=\n|\r(?!\n))/);
  const start = lines.slice(0, line - 1).join('').length;
  return start + column - 1 + (line === 1 && text.startsWith('\uFEFF') ? 1 : 0);
}

const isSeparator = (text: string) =>
  tokenize(text).every((token) => (!isSignificant(token) && token.terminated) || token.text === ';');

/** Refused is only what is left open. */
function attempt(text: string): ReturnType<typeof splitScript> | undefined {
  try {
    return splitScript(text);
  } catch (error) {
    expect(error).toBeInstanceOf(CqlSyntaxError);
    const isOpen = tokenize(text).some(({ terminated }) => !terminated);
    expect(isOpen || /BEGIN/i.test(text)).toBe(true);
    return undefined;
  }
}
