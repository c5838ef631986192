import fc from 'fast-check';
import { CqlSyntaxError } from '../../../lib/core/cql/split-script.js';
import { parseMigrationScript } from '../../../lib/core/history/migration-script.js';
import { anyCql } from '../cql/any-cql.js';

const sections = (text: string) => {
  const { upgrade, downgrade } = parseMigrationScript(text);
  return { upgrade: upgrade.map(({ cql }) => cql), downgrade: downgrade.map(({ cql }) => cql) };
};

function attempt(text: string): unknown {
  try {
    return parseMigrationScript(text);
  } catch (error) {
    return error;
  }
}

describe('parseMigrationScript', () => {
  it('reads description, sections and positions', () => {
    const text = `-- description: index reviews: by rating
-- upgrade
CREATE INDEX i ON reviews (rating);
-- downgrade
  DROP INDEX i;
`;
    expect(parseMigrationScript(text)).toMatchObject({
      description: 'index reviews: by rating',
      allowDestructive: false,
      reversible: true,
      upgrade: [{ cql: 'CREATE INDEX i ON reviews (rating)', line: 3, column: 1 }],
      downgrade: [{ cql: 'DROP INDEX i', line: 5, column: 3 }],
    });
  });

  it('takes a file without section markers for an upgrade that cannot be undone', () => {
    expect(parseMigrationScript('-- allow-destructive\n-- description: d\na; b;')).toMatchObject({
      description: 'd',
      allowDestructive: true,
      reversible: false,
      upgrade: [{ cql: 'a' }, { cql: 'b' }],
      downgrade: [],
    });
  });

  it.each([
    ['in any case, with any space', '  --   UpGrade  \na;\n\t--DOWNGRADE:\nb;'],
    ['in a file with CRLF and a byte order mark', '\uFEFF-- upgrade\r\na;\r\n-- downgrade\r\nb;\r\n'],
    ['in the other order', '-- downgrade\nb;\n-- upgrade\na;'],
    ['where the statement before has no separator', '-- upgrade\na\n-- downgrade\nb'],
    ['in a section of its own each, comments around them', '-- why\n-- upgrade\n-- how\na;\n-- downgrade\n-- back\nb;'],
  ])('knows its markers %s', (_, text) => expect(sections(text)).toEqual({ upgrade: ['a'], downgrade: ['b'] }));

  it.each([
    ['a string', "a '\n-- downgrade\n';"],
    ['a quoted name', 'a "\n-- downgrade\n";'],
    ['a function body', 'a $$\n-- downgrade\n$$;'],
    ['a block comment', 'a /*\n-- downgrade\n*/ b;'],
    ['a comment within a statement', 'a -- downgrade\nb;'],
    ['a comment that lists what is below', '/*\n * upgrade: adds\n * downgrade: drops\n */\na;'],
    ['a comment that says more', 'a\n-- downgrade is not possible\nb;'],
  ])('sees no marker in %s', (_, text) => {
    expect(parseMigrationScript(text)).toMatchObject({ reversible: false, downgrade: [], upgrade: [{}] });
  });

  it('takes an empty downgrade section for irreversible', () => {
    expect(parseMigrationScript('-- upgrade\na;\n-- downgrade\n-- nothing to do\n').reversible).toBe(false);
  });

  it('takes an empty description for none', () => {
    expect(parseMigrationScript('-- description:  \na;').description).toBeUndefined();
  });

  it('reads the same statements at the same places from any line ends, and sends strings as they are written', () => {
    const text = "-- upgrade\nINSERT\n b;\n\nc '\n';\n-- downgrade\nd;";
    const read = ({ upgrade, downgrade }: ReturnType<typeof parseMigrationScript>) =>
      [...upgrade, ...downgrade].map(({ cql, line, column, defectAt }) => ({
        cql: cql.replaceAll(/\r\n?/g, '\n'),
        line,
        column,
        defectAt,
      }));
    for (const end of ['\r\n', '\r']) {
      const parsed = parseMigrationScript(`\uFEFF${text.replaceAll('\n', end)}`);
      expect(read(parsed)).toEqual(read(parseMigrationScript(text)));
      expect(parsed.upgrade[1]?.cql).toBe(`c '${end}'`);
    }
  });

  it.each([
    ['a comment', '-- intentionally blank'],
    ['a block comment', '/* nothing to do\n here */\n'],
    ['a comment in a language', '// ничего'],
    ['a description', '-- description: moved to 20260203_001\n-- upgrade\n'],
    ['a comment in each section', '-- upgrade\n-- nothing\n-- downgrade\n-- nothing\n'],
  ])('takes a file of no statement but %s for a migration that does nothing', (_, text) => {
    expect(parseMigrationScript(text)).toMatchObject({ upgrade: [], downgrade: [], reversible: true });
  });

  it.each([
    ['a statement before the first marker', 'a;\n-- upgrade\nb;', [1, 1], /before "-- upgrade"/],
    ['upgrade twice', '-- upgrade\na;\n -- upgrade\nb;', [3, 2], /second time/],
    ['downgrade twice', '-- upgrade\na;\n-- downgrade\n-- downgrade\nb;', [4, 1], /second time/],
    ['a description twice', '-- description: a\n-- description: b\na;', [2, 1], /second time/],
    ['a downgrade alone', '-- downgrade\na;', [1, 1], /no "-- upgrade"/],
    ['an upgrade without statements', '\n-- upgrade\n;\n-- downgrade\na;', [2, 1], /no statement/],
    ['a downgrade of nothing', '-- upgrade\n-- nothing\n-- downgrade\na;', [1, 1], /no statement/],
    ['an empty file', '', [1, 1], /no statement/],
    ['a file of white space', '\uFEFF \r\n;\n', [1, 1], /no statement/],
    ['a template that was left as it is', '-- description:\n-- upgrade\n--\n-- downgrade\n', [2, 1], /no statement/],
    ["another tool's marker", 'a;\n-- +goose Down\nb;', [2, 1], /"-- \+goose Down" looks like a section marker/],
    ['a marker on the line of a statement', 'a; -- downgrade\nb;', [1, 4], /"-- downgrade" looks like/],
    ['an open string in the downgrade', "-- upgrade\na;\n-- downgrade\nb 'c;", [4, 3], /string/],
    ['a batch that a marker cuts', '-- upgrade\nBEGIN BATCH a;\n-- downgrade\nAPPLY BATCH;', [2, 1], /batch/],
  ])('refuses %s, and says where', (_, text, [line, column], message) => {
    const error = attempt(text);
    expect(error).toBeInstanceOf(CqlSyntaxError);
    expect(error).toMatchObject({ line, column, message: expect.stringMatching(message), hint: expect.any(String) });
  });

  it('says once, and shortly, what a marker that spans lines is', () => {
    expect(attempt('a;\n/* ======\n   DOWNGRADE\n   ====== */\nb;')).toMatchObject({
      problem: '"/* ======…" looks like a section marker, but is none',
      hint: expect.stringContaining('`-- downgrade`'),
    });
  });

  it('reads or refuses any text', () => {
    fc.assert(
      fc.property(anyCql, (text) => {
        const outcome = attempt(text);
        expect(outcome instanceof Error && !(outcome instanceof CqlSyntaxError)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });
});
