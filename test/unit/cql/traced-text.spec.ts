import { readStatement } from '../../../lib/core/cql/statement.js';
import { tracedText } from '../../../lib/core/cql/traced-text.js';

describe('the text of a statement in a trace', () => {
  it.each([
    ['text and numbers', "INSERT INTO t (a, b) VALUES ('x''y', -12.5)", 'INSERT INTO t (a, b) VALUES (?, -?)'],
    ['other strings', 'UPDATE t SET a = $$it$$ WHERE b = 0xCAFE', 'UPDATE t SET a = ? WHERE b = ?'],
    ['identities', 'DELETE FROM t WHERE id = 11111111-1111-4111-8111-111111111111', 'DELETE FROM t WHERE id = ?'],
    [
      'words that are values',
      'UPDATE t SET a = true, b = NaN, c = P1Y2M, d = 3h WHERE k = ?',
      'UPDATE t SET a = ?, b = ?, c = ?, d = ? WHERE k = ?',
    ],
    ['collections', "UPDATE t SET m = m + {'k': 1} WHERE id = 1", 'UPDATE t SET m = m + {?: ?} WHERE id = ?'],
    ['comments', "SELECT a -- WHERE b = 'x'\nFROM t /* 7 */ LIMIT 1", 'SELECT a   FROM t   LIMIT ?'],
    ['quoted names, which are none', 'SELECT "a 1" FROM "T2"', 'SELECT "a 1" FROM "T2"'],
    [
      'those of a role',
      "CREATE ROLE r WITH PASSWORD = 'x' AND OPTIONS = {'a': 'b'}",
      'CREATE ROLE r WITH PASSWORD = ? AND OPTIONS = {?: ?}',
    ],
    ['those of what nobody knows', "GRIND 'x'", 'GRIND ?'],
  ])('has no literals: %s', (_, cql, text) => expect(tracedText(readStatement(cql))).toBe(text));

  it('is as it was for a schema change, without its comments', () => {
    const cql = "ALTER TABLE t -- was 'x'\nWITH gc_grace_seconds = 3600 AND comment = 'goods'";
    expect(tracedText(readStatement(cql))).toBe("ALTER TABLE t   WITH gc_grace_seconds = 3600 AND comment = 'goods'");
  });
});
