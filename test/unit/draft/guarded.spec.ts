import { guarded } from '../../../lib/core/draft/draft-migration.js';

describe('guarded', () => {
  it.each([
    ['CREATE TABLE t (id int PRIMARY KEY)', 'CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY)'],
    ['CREATE TYPE "a ADD b" (x int)', 'CREATE TYPE IF NOT EXISTS "a ADD b" (x int)'],
    ["CREATE CUSTOM INDEX i ON t (a) USING 'x.Y'", "CREATE CUSTOM INDEX IF NOT EXISTS i ON t (a) USING 'x.Y'"],
    ['CREATE MATERIALIZED VIEW v AS SELECT * FROM t', 'CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT * FROM t'],
    ['ALTER TABLE t ADD (a int, b int)', 'ALTER TABLE t ADD IF NOT EXISTS (a int, b int)'],
    [
      'ALTER TABLE "t ADD "" u"."DROP x" ADD "ADD" int',
      'ALTER TABLE "t ADD "" u"."DROP x" ADD IF NOT EXISTS "ADD" int',
    ],
    ['ALTER TYPE ks.address ADD zip text', 'ALTER TYPE ks.address ADD IF NOT EXISTS zip text'],
    ['ALTER TABLE t DROP a', 'ALTER TABLE t DROP IF EXISTS a'],
    ['DROP INDEX ks.i', 'DROP INDEX IF EXISTS ks.i'],
    ["ALTER TABLE t WITH comment = 'x ADD y'", "ALTER TABLE t WITH comment = 'x ADD y'"],
    ['ALTER TABLE t RENAME a TO b', 'ALTER TABLE t RENAME a TO b'],
  ])('%s', (cql, expected) => expect(guarded(cql)).toBe(expected));
});
