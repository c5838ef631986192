import { afterStatement, outcomeOf } from '../../../lib/core/cql/expectation.js';

const names = (of: string, present: readonly string[], absent: readonly string[], owner?: string) => ({
  kind: 'names',
  place: { of, keyspace: 'shop', ...(owner === undefined ? {} : { owner }) },
  present,
  absent,
});

describe('after a statement', () => {
  it.each([
    ['CREATE TABLE users (id int PRIMARY KEY)', names('table', ['users'], [])],
    ['create type "Addr" (a int)', names('type', ['Addr'], [])],
    ["CREATE CUSTOM INDEX by_x ON users (x) USING 'sai'", names('index', ['by_x'], [])],
    [
      'CREATE MATERIALIZED VIEW v AS SELECT * FROM users WHERE a IS NOT NULL PRIMARY KEY (a)',
      names('materialized view', ['v'], []),
    ],
    [
      'CREATE FUNCTION shop.f (a int, "B" frozen<map<text, list<VARCHAR>>>) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return 1; $$',
      names('function', ['f(int,map text list text)'], []),
    ],
    ['CREATE AGGREGATE total (int) SFUNC add STYPE int', names('aggregate', ['total(int)'], [])],
    ['CREATE AGGREGATE nothing () SFUNC add STYPE int', names('aggregate', ['nothing()'], [])],
    ['DROP FUNCTION f (text, int)', names('function', [], ['f(text,int)'])],
    ['DROP FUNCTION f', names('function', [], ['f'])],
    ['DROP TABLE shop.users', names('table', [], ['users'])],
    ['DROP INDEX by_x', names('index', [], ['by_x'])],
    ['ALTER TABLE users ADD age int', names('column', ['age'], [], 'users')],
    [
      'ALTER TABLE users ADD (a map<text, frozen<tuple<int, int>>>, "B" text static)',
      names('column', ['a', 'B'], [], 'users'),
    ],
    ['ALTER TABLE users DROP age USING TIMESTAMP 5', names('column', [], ['age'], 'users')],
    ['ALTER TABLE users DROP (a, b)', names('column', [], ['a', 'b'], 'users')],
    ['ALTER TABLE users RENAME a TO b AND c TO "D"', names('column', ['b', 'D'], ['a', 'c'], 'users')],
    ['ALTER TYPE t ADD f int', names('field', ['f'], [], 't')],
    ['CREATE INDEX ON users (x)', { kind: 'unreadable' }],
    ['CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY)', { kind: 'repeatable' }],
    ['DROP TABLE IF EXISTS users', { kind: 'repeatable' }],
    ["ALTER TABLE users WITH comment = 'x'", { kind: 'repeatable' }],
    ["ALTER KEYSPACE shop WITH replication = {'class': 'SimpleStrategy'}", { kind: 'repeatable' }],
    [
      'CREATE OR REPLACE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return 1; $$',
      { kind: 'repeatable' },
    ],
    ['GRANT SELECT ON users TO reader', { kind: 'repeatable' }],
    ['TRUNCATE users', { kind: 'unreadable' }],
    ['CREATE ROLE reader', { kind: 'unreadable' }],
  ])('%s: what can be read back is known', (cql, expected) => expect(afterStatement(cql, 'shop')).toEqual(expected));

  it.each([
    [['a', 'b'], 'done'],
    [['x'], 'not done'],
    [['a'], 'unknown'],
  ] as const)('the names %j mean that two additions are %s', (found, outcome) => {
    const after = afterStatement('ALTER TABLE users ADD (a int, b int)', 'shop');
    expect(after.kind === 'names' && outcomeOf(after, new Set(found))).toBe(outcome);
  });
});
