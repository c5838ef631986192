import { destructionOf } from '../../../lib/core/cql/destruction.js';
import type { Difference } from '../../../lib/core/diff/difference.js';
import { lastTouchedIn } from '../../../lib/core/replay/last-touched.js';
import { readReplayStatement } from '../../../lib/core/replay/replay-statement.js';

const chain = [
  ['1.cql', 'CREATE TABLE t (id int PRIMARY KEY, a int, b int)', 'CREATE TABLE gone (id int PRIMARY KEY)'],
  ['2.cql', 'ALTER TABLE t ADD c int', 'CREATE INDEX t_a_idx ON t (a)', "ALTER TABLE t WITH comment = 'x'"],
  ['3.cql', 'ALTER TABLE t DROP b', 'DROP TABLE gone', 'CREATE TYPE u (x int)'],
  ['4.cql', 'DROP TYPE u'],
  ['5.cql', 'CREATE TYPE u (x int, y int)'],
].map(([origin = '', ...statements]) => ({ origin, statements: statements.map(readReplayStatement) }));

const of = (name: string, kind: Difference['object']['kind'] = 'table', part?: Difference['part']): Difference => ({
  sign: '+',
  object: { kind, name },
  part,
});
const column = (name: string) => of('t', 'table', { kind: 'column', name });

describe('lastTouchedIn', () => {
  const touched = lastTouchedIn(chain, 'shop');

  it.each([
    ['a table', of('t'), '1.cql'],
    ['a column of the beginning', column('a'), '1.cql'],
    ['a column added later', column('c'), '2.cql'],
    ['a dropped column', column('b'), '3.cql'],
    ['a column that nobody names', column('d'), undefined],
    ['an index', of('t', 'table', { kind: 'index', name: 't_a_idx' }), '2.cql'],
    ['an option that was set', of('t', 'table', { kind: 'option', name: 'comment' }), '2.cql'],
    ['an option that has its default', of('t', 'table', { kind: 'option', name: 'cdc' }), '1.cql'],
    ['a dropped table', of('gone'), '3.cql'],
    ['a field of a type that was made again', of('u', 'type', { kind: 'field', name: 'x' }), '5.cql'],
    ['a table that nobody made', of('other'), undefined],
  ])('%s', (_, difference, origin) => {
    expect(touched('shop', difference)).toBe(origin);
  });

  it('knows keyspaces apart', () => {
    expect(touched('other', of('t'))).toBeUndefined();
  });
});

describe('destructionOf', () => {
  const meant = destructionOf(
    [
      'DROP TABLE a',
      'ALTER TABLE b DROP (x, y)',
      'TRUNCATE TABLE other.c',
      'BEGIN BATCH DELETE FROM d WHERE id = 1; INSERT INTO e (id) VALUES (1); APPLY BATCH',
      'DROP KEYSPACE old',
      'DROP INDEX i',
    ].map(readReplayStatement),
    'shop',
  );

  it.each([
    ['shop', 'a', true],
    ['other', 'a', false],
    ['shop', 'b', false],
    ['other', 'c', true],
    ['shop', 'd', true],
    ['shop', 'e', false],
    ['old', 'anything', true],
  ])('of the rows of %s.%s: %s', (keyspace, table, expected) => {
    expect(meant.hasTable(keyspace, table)).toBe(expected);
  });

  it('of the values of dropped columns', () => {
    expect(['x', 'y', 'z'].map((name) => meant.hasColumn('shop', 'b', name))).toEqual([true, true, false]);
  });
});
