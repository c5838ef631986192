import fc from 'fast-check';
import type { CodeInput, ScriptInput } from '../../../lib/core/lint/input/lint-input.js';
import { lintMigrations } from '../../../lib/core/lint/lint-migrations.js';
import { anyCql } from '../cql/any-cql.js';

const script = (text: string, name = '20260101_001_one'): ScriptInput => ({
  form: 'script',
  name,
  origin: `${name}.cql`,
  text,
});
const code = (more: Partial<CodeInput>): CodeInput => ({
  form: 'code',
  name: '20260101_001_one',
  origin: '20260101_001_one.ts',
  text: '',
  upgrade: [],
  downgrade: [],
  allowDestructive: false,
  hasDowngrade: true,
  isOneWay: false,
  stopped: [],
  notAwaited: [],
  ...more,
});

/** The codes of what is found, but for the missing way back, which is none of the matter here. */
const codesIn = (...texts: readonly string[]) =>
  lintMigrations(texts.map((text, index) => script(text, `20260101_00${index + 1}_one`)))
    .map((finding) => finding.code)
    .filter((found) => found !== 'C103');

const TABLE = 'CREATE TABLE t (p int, c int, v text, PRIMARY KEY (p, c));';

describe('lintMigrations', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['a plain table', [TABLE], []],
    [
      'a column dropped by one migration and added again by a later one',
      ['-- allow-destructive\nALTER TABLE t DROP v;', 'ALTER TABLE t ADD v text;'],
      ['C202'],
    ],
    [
      'the same, as something else',
      [TABLE, '-- allow-destructive\nALTER TABLE t DROP v;', 'ALTER TABLE t ADD v int;'],
      ['C201'],
    ],
    [
      'the same, as something that can read it',
      [TABLE, '-- allow-destructive\nALTER TABLE t DROP v;', 'ALTER TABLE t ADD v blob;'],
      ['C202'],
    ],
    [
      'the same, as a static column',
      [TABLE, '-- allow-destructive\nALTER TABLE t DROP v;', 'ALTER TABLE t ADD v text static;'],
      ['C201'],
    ],
    [
      'a dropped user type, even as itself',
      [
        'CREATE TYPE a (b int);\nCREATE TABLE t (p int PRIMARY KEY, v frozen<a>);',
        '-- allow-destructive\nALTER TABLE t DROP v;\nALTER TABLE t ADD v frozen<a>;',
      ],
      ['C201'],
    ],
    [
      'a column of a table that was made anew',
      [
        TABLE,
        '-- allow-destructive\nALTER TABLE t DROP v;\nDROP TABLE IF EXISTS t;',
        `${TABLE}\nALTER TABLE t ADD w int;`,
      ],
      [],
    ],
    ['a column that is added again where it is', ['ALTER TABLE t ADD v text;'], []],
    ['an index on a table of the same migration', [`${TABLE}\nCREATE CUSTOM INDEX i ON t (v) USING 'sai';`], []],
    ['an index on a table of an earlier migration', [TABLE, "CREATE CUSTOM INDEX i ON t (v) USING 'sai';"], ['C221']],
    ['a dropped clustering column', [TABLE, '-- allow-destructive\nALTER TABLE t DROP c;'], ['C203']],
    [
      'a dropped column with an index on its keys',
      [
        "CREATE TABLE t (p int PRIMARY KEY, m map<int, int>);\nCREATE CUSTOM INDEX i ON t (keys(m)) USING 'sai';",
        '-- allow-destructive\nALTER TABLE t DROP m;',
      ],
      ['C203'],
    ],
    ['a rename of a clustering column', [TABLE, 'ALTER TABLE t RENAME c TO d;'], []],
    [
      'a rename of a column outside the key, after that of one in it',
      [TABLE, 'ALTER TABLE t RENAME c TO d AND v TO w;'],
      ['C205'],
    ],
    ['a mask', ['ALTER TABLE t ALTER v MASKED WITH DEFAULT;'], []],
    ['a counter for a table without one', [TABLE, 'ALTER TABLE t ADD n counter;'], ['C211']],
    [
      'a counter for a table of counters',
      ['CREATE TABLE t (p int PRIMARY KEY, n counter);', 'ALTER TABLE t ADD m counter;'],
      [],
    ],
    [
      'a static column for a table without clustering key',
      ['CREATE TABLE t (p int PRIMARY KEY);', 'ALTER TABLE t ADD s int static;'],
      ['C212'],
    ],
    ['a static column for a table that nobody knows', ['ALTER TABLE t ADD s int static;'], []],
    [
      'a time to live for counters that are there',
      ['CREATE TABLE t (p int PRIMARY KEY, n counter);', 'ALTER TABLE t WITH default_time_to_live = 9;'],
      ['C213', 'C261'],
    ],
    [
      'no time to live for counters',
      ['CREATE TABLE t (p int PRIMARY KEY, n counter) WITH default_time_to_live = 0;'],
      [],
    ],
    [
      'a field for a type in a value',
      [
        'CREATE TYPE a (b int);\nCREATE TABLE t (p int PRIMARY KEY, v frozen<list<frozen<a>>>);',
        'ALTER TYPE a ADD c int;',
      ],
      ['C216'],
    ],
    [
      'a field for a type deep in a key',
      ['CREATE TYPE a (b int);\nCREATE TABLE t (p frozen<list<frozen<a>>> PRIMARY KEY);', 'ALTER TYPE a ADD c int;'],
      ['C215', 'C216'],
    ],
    [
      'names in quotes and in upper case',
      [
        'CREATE TABLE "T" (p int PRIMARY KEY, "V" text);',
        '-- allow-destructive\nALTER TABLE T DROP v;',
        'ALTER TABLE "T" ADD v text;',
      ],
      [],
    ],
    [
      'a write to a table of a keyspace that was dropped',
      [
        '-- allow-destructive\nCREATE TABLE k.t (p int PRIMARY KEY);\nDROP KEYSPACE IF EXISTS k;',
        'INSERT INTO k.t (p) VALUES (1);',
      ],
      ['C111', 'C111', 'C111'],
    ],
    [
      'a drop of a type that another type uses',
      ['-- allow-destructive\nCREATE TYPE a (b int);\nCREATE TYPE c (d frozen<a>);\nDROP TYPE IF EXISTS a;'],
      ['C106'],
    ],
    ['a table of another keyspace', [TABLE, 'CREATE TABLE k.t (p int PRIMARY KEY);'], ['C111']],
    [
      'a table that is dropped and made again',
      [TABLE, '-- allow-destructive\nDROP TABLE IF EXISTS t;', TABLE, 'ALTER TABLE t ADD w int;'],
      [],
    ],
    [
      'a write to a table that is gone',
      ['-- allow-destructive\nDROP TABLE t;', 'INSERT INTO t (p) VALUES (1);'],
      ['C244', 'C245'],
    ],
    [
      'a quote in a value of a view that is doubled away',
      ["CREATE MATERIALIZED VIEW w AS SELECT p FROM t WHERE p = '' AND c IS NOT NULL PRIMARY KEY (p, c);"],
      ['C231'],
    ],
    ['gc_grace_seconds of hours', ['CREATE TABLE t (p int PRIMARY KEY) WITH gc_grace_seconds = 10800;'], []],
    [
      'options of a value that only look like others',
      ["CREATE TABLE t (p int PRIMARY KEY) WITH comment = 'gc_grace_seconds = 1' AND caching = {'keys': 'ALL'};"],
      [],
    ],
    [
      'reads that are bound',
      ['SELECT a FROM t WHERE p = 1;\nSELECT a FROM t LIMIT 3;\nSELECT a FROM system.local;'],
      ['C302', 'C302', 'C302'],
    ],
    ['an addition to a set and to a map', ["UPDATE t SET s = s + {'a'}, m = m + {'a': 1} WHERE p = 1;"], []],
    ['a shorter addition to a number', ['UPDATE t SET n += 1 WHERE p = 1;'], ['C304']],
    ['a list that is added to at its front', ['UPDATE t SET l = [1] + l WHERE p = 1;'], ['C304']],
    ['a value that is calculated from constants', ['UPDATE t SET n = 5 WHERE p = 1;'], []],
    ['columns called like functions', ['INSERT INTO t (now, uuid) VALUES (1, 2);'], []],
    ['now in a batch', ['BEGIN BATCH INSERT INTO t (p, c) VALUES (1, now()); APPLY BATCH;'], ['C305']],
    [
      'a batch of one partition',
      [
        TABLE,
        "BEGIN BATCH INSERT INTO t (p, c) VALUES (1, 2); UPDATE t SET v = 'a' WHERE p = 1 AND c = 3; APPLY BATCH;",
      ],
      [],
    ],
    [
      'a batch of two partitions',
      [TABLE, 'BEGIN BATCH INSERT INTO t (p, c) VALUES (1, 2); DELETE FROM t WHERE c = 2 AND p = 2; APPLY BATCH;'],
      ['C307'],
    ],
    [
      'a batch of a table that nobody knows',
      ['BEGIN BATCH DELETE FROM t WHERE p = 1; DELETE FROM t WHERE p = 2; APPLY BATCH;'],
      [],
    ],
    ['a drop in a batch', ['BEGIN BATCH DROP TABLE t; APPLY BATCH;'], ['C107']],
    ['a question mark in a string', ["INSERT INTO t (v) VALUES ('?');"], []],
  ])('%s', (_, texts, expected) => expect(codesIn(...texts)).toEqual(expected));

  it.each([
    ['nothing dropped', `${TABLE}\n`, '', ['C103']],
    ['an index that goes with its table', `${TABLE}\nCREATE CUSTOM INDEX i ON t (v) USING 'sai';`, 'DROP TABLE t;', []],
    ['a column that goes with its table', `${TABLE}\nALTER TABLE t ADD w int;`, 'DROP TABLE t;', []],
    [
      'something that upgrade drops itself',
      `-- allow-destructive\n${TABLE}\nDROP TABLE IF EXISTS t;`,
      'SELECT a FROM b LIMIT 1;',
      ['C302'],
    ],
    ['one of two columns', 'ALTER TABLE t ADD (v int, w int);', 'ALTER TABLE t DROP v;', ['C105']],
  ])('looks for what downgrade leaves behind: %s', (_, upgrade, downgrade, expected) => {
    const findings = lintMigrations([script(`-- upgrade\n${upgrade}\n-- downgrade\n${downgrade}`)]);
    expect(findings.map((finding) => finding.code)).toEqual(expected);
  });

  it('says where, and what to do', () => {
    expect(lintMigrations([script('-- a comment\n\n  DROP TABLE IF EXISTS t;')])).toContainEqual({
      code: 'C107',
      severity: 'error',
      message: 'drops a table and its data',
      instead:
        'If it is intended, write `-- allow-destructive` in the script, or `allowDestructive = true` in the class.',
      migration: '20260101_001_one',
      origin: '20260101_001_one.cql',
      line: 3,
      column: 3,
      direction: 'upgrade',
      statement: 'DROP TABLE IF EXISTS t',
    });
  });

  it('says where a script cannot be read, and lints the others', () => {
    const findings = lintMigrations([script("a 'b"), script('TRUNCATE t;', '20260101_002_two')]);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'C101', line: 1, column: 3 }));
    expect(findings.map((finding) => finding.code)).toEqual(['C101', 'C103', 'C107', 'C308']);
  });

  it('takes names of the target keyspace for bare ones', () => {
    const texts = [
      script('CREATE TABLE k.t (p int PRIMARY KEY, v text);'),
      script('CREATE TABLE t (p int PRIMARY KEY);', '20260101_002_two'),
    ];
    const codes = lintMigrations(texts, { keyspace: 'k' }).map((finding) => finding.code);
    expect(codes).toEqual(['C103', 'C103', 'C241']);
  });

  it('finds the statements of code in its text, where they stand there', () => {
    const text = "export default class A {\r\n  up = (c) => c.execute('TRUNCATE t');\r\n}\r\n";
    const findings = lintMigrations([code({ text, upgrade: ['TRUNCATE t', 'TRUNCATE u'], allowDestructive: true })]);
    expect(findings.map(({ code: found, line, column }) => [found, line, column])).toEqual([
      ['C308', undefined, undefined],
      ['C308', 2, 26],
    ]);
  });

  it.each([
    ['stops in its dry run', { stopped: ['upgrade stopped'] }, ['C102']],
    ['does not wait for a statement', { notAwaited: ['TRUNCATE t'] }, ['C114']],
    ['has a conversion that is not written', { text: 'throw new Error(\n  "say how int becomes text",\n);' }, ['C115']],
    ['has no downgrade', { hasDowngrade: false }, ['C103']],
    ['says that there is no way back', { hasDowngrade: false, isOneWay: true }, []],
    ['binds values', { upgrade: ['INSERT INTO t (p) VALUES (?)'] }, []],
    ['binds values in a change of the schema', { upgrade: ['ALTER TABLE t WITH comment = ?'] }, ['C110']],
    ['reads', { upgrade: ['SELECT p FROM t WHERE p = 1'] }, []],
  ])('lints code that %s', (_, more, expected) => {
    expect(lintMigrations([code(more)]).map((finding) => finding.code)).toEqual(expected);
  });

  describe('an index', () => {
    const TABLES =
      'CREATE TABLE shop.t (p int PRIMARY KEY, v text, w text);\nCREATE TABLE t (p int PRIMARY KEY, v text);';
    const sai = (statement: string) => `${statement} USING 'sai';`;
    const serious = (keyspace: string | undefined, ...statements: readonly string[]) => {
      const text = ['-- allow-destructive', TABLES, ...statements].join('\n');
      const found = lintMigrations([script(text)], { keyspace });
      return found.filter(({ severity }) => severity === 'error').map(({ code: own, message }) => `${own}: ${message}`);
    };
    const QUALIFIED = sai('CREATE CUSTOM INDEX i ON shop.t (v)');
    const DROP_V = 'ALTER TABLE shop.t DROP v;';

    it.each<readonly [string, readonly string[]]>([
      ['dropped with its keyspace', [QUALIFIED, 'DROP INDEX shop.i;', DROP_V]],
      ['dropped with IF EXISTS', [QUALIFIED, 'DROP INDEX IF EXISTS shop.i;', DROP_V]],
      ['dropped with quotes', [QUALIFIED, 'DROP INDEX "shop"."i";', DROP_V]],
      ['of a quoted name', [sai('CREATE CUSTOM INDEX "I" ON shop.t (v)'), 'DROP INDEX shop."I";', DROP_V]],
      [
        'created with IF NOT EXISTS',
        [sai('CREATE CUSTOM INDEX IF NOT EXISTS i ON shop.t (v)'), 'DROP INDEX shop.i;', DROP_V],
      ],
      ['that the server names', [sai('CREATE CUSTOM INDEX ON shop.t (v)'), 'DROP INDEX shop.t_v_idx;', DROP_V]],
      ['created again', [QUALIFIED, 'DROP INDEX shop.i;', QUALIFIED]],
      ['of the same name in another keyspace', [QUALIFIED, sai('CREATE CUSTOM INDEX i ON other.t (v)')]],
      [
        'that goes with its table',
        [QUALIFIED, 'DROP TABLE shop.t;', 'CREATE TABLE shop.t (p int PRIMARY KEY, v int);', QUALIFIED],
      ],
      [
        'that goes with its keyspace',
        [QUALIFIED, 'DROP KEYSPACE shop;', 'CREATE TABLE shop.t (p int PRIMARY KEY, v int);', QUALIFIED],
      ],
    ])('%s is followed rightly, whether or not the target keyspace is known', (_, statements) => {
      const real = (keyspace: string | undefined) =>
        serious(keyspace, ...statements).filter((finding) => !/^C(?:107|110|25\d)/.test(finding));
      expect([real(undefined), real('other_one')]).toEqual([[], []]);
    });

    it.each<readonly [string, readonly string[], string | undefined, readonly string[]]>([
      ['in its way', [QUALIFIED, DROP_V], undefined, ['C203: v has the index shop.i']],
      [
        'that the server names',
        [sai('CREATE CUSTOM INDEX ON shop.t (v)'), DROP_V],
        undefined,
        ['C203: v has the index shop.t_v_idx'],
      ],
      [
        'dropped in another keyspace',
        [QUALIFIED, 'DROP INDEX other.i;', DROP_V],
        undefined,
        ['C203: v has the index shop.i'],
      ],
      [
        'of one name on two tables',
        [QUALIFIED, sai('CREATE CUSTOM INDEX i ON shop.u (w)')],
        undefined,
        ['C241: index shop.i is created by 20260101_001_one.cql'],
      ],
      [
        'of the target keyspace, named or not',
        [sai('CREATE CUSTOM INDEX i ON t (v)'), sai('CREATE CUSTOM INDEX i ON catalog.u (w)')],
        'catalog',
        ['C241: index i is created by 20260101_001_one.cql'],
      ],
    ])('%s is an error', (_, statements, keyspace, expected) => {
      expect(serious(keyspace, ...statements)).toEqual(expected);
    });

    it('belongs to the keyspace that a script uses', () => {
      const text = `USE shop;\nCREATE TABLE t (p int PRIMARY KEY, v text);\n${QUALIFIED}\nALTER TABLE t DROP v;`;
      const found = lintMigrations([script(`-- allow-destructive\n${text}`)]);
      expect(found.filter(({ code: own }) => own === 'C203')).toMatchObject([{ message: 'v has the index i' }]);
    });
  });

  it('says of what cannot be loaded why, and nothing else', () => {
    const broken = { form: 'broken', problem: 'no class', name: 'a', origin: 'a.ts', text: 'DROP TABLE t' } as const;
    expect(lintMigrations([broken])).toMatchObject([
      { code: 'C101', origin: 'a.ts', message: expect.stringContaining('no class') },
    ]);
  });

  it('reads any text without falling over, each finding within the text', () => {
    fc.assert(
      fc.property(fc.array(anyCql, { maxLength: 4 }), (texts) => {
        const inputs = texts.map((text, index) => script(text, `20260101_00${index}_any`));
        for (const { origin, line = 1, code: found } of lintMigrations(inputs)) {
          const text = inputs.find((input) => input.origin === origin)?.text ?? '';
          expect(found).toMatch(/^C\d{3}$/);
          expect(line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
