import { readBackfillWrite, withGuard } from '../../../lib/core/backfill/read-backfill-write.js';

const ALLOWED: readonly (readonly [string, 'INSERT' | 'UPDATE' | 'DELETE', string])[] = [
  ['UPDATE users SET first_name = ?, last_name = ? WHERE id = ?', 'UPDATE', 'users'],
  ['UPDATE shop.users USING TTL 60 SET a = ? WHERE id = ?;', 'UPDATE', 'users'],
  ['update "Users" set a = 1 where id = ?', 'UPDATE', 'Users'],
  ['UPDATE users SET a = -1 WHERE id = ?', 'UPDATE', 'users'],
  ["UPDATE users SET tags = tags + {'new'} WHERE id = ?", 'UPDATE', 'users'],
  ["UPDATE users SET tags = tags - {'old'} WHERE id = ?", 'UPDATE', 'users'],
  ["UPDATE users SET prefs['theme'] = ? WHERE id = ?", 'UPDATE', 'users'],
  ['UPDATE users SET address.city = ? WHERE id = ?', 'UPDATE', 'users'],
  ['UPDATE users SET a = ? WHERE id IN (?, ?)', 'UPDATE', 'users'],
  ['INSERT INTO users_v2 (id, name) VALUES (?, ?)', 'INSERT', 'users_v2'],
  ['INSERT INTO users_v2 (id, name) VALUES (?, ?) USING TTL ? AND TIMESTAMP ?', 'INSERT', 'users_v2'],
  ['INSERT INTO users_v2 JSON ?', 'INSERT', 'users_v2'],
  ['INSERT INTO days (id, day) VALUES (?, toDate(?))', 'INSERT', 'days'],
  ["INSERT INTO notes (id, text) VALUES (?, 'now() IF uuid()')", 'INSERT', 'notes'],
  ['DELETE FROM users WHERE id = ?', 'DELETE', 'users'],
  ['DELETE old_name, old_age FROM users WHERE id = ?', 'DELETE', 'users'],
  ["DELETE prefs['theme'] FROM users WHERE id = ?", 'DELETE', 'users'],
  ['/* IF */ UPDATE users SET a = ? WHERE id = ? -- now()', 'UPDATE', 'users'],
];

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['UPDATE views SET n = n + 1 WHERE id = ?', /counter or a list/],
  ['UPDATE views SET n = n - ? WHERE id = ?', /counter or a list/],
  ['UPDATE views SET n += 1 WHERE id = ?', /counter or a list/],
  ['UPDATE users SET log = log + [?] WHERE id = ?', /counter or a list/],
  ["UPDATE users SET log = ['x'] + log WHERE id = ?", /counter or a list/],
  ['UPDATE users SET log[0] = ? WHERE id = ?', /counter or a list/],
  ['UPDATE users SET log[?] = ? WHERE id = ?', /counter or a list/],
  ['UPDATE users SET a = ?, n = n + ? WHERE id = ?', /counter or a list/],
  ['DELETE log[0] FROM users WHERE id = ?', /element of a list/],
  ['UPDATE users SET seen = now() WHERE id = ?', /function/],
  ['INSERT INTO users (id) VALUES (uuid())', /function/],
  ['INSERT INTO users (id, at) VALUES (?, currentTimestamp())', /function/],
  ['INSERT INTO users (id, at) VALUES (?, current_timeuuid())', /function/],
  ['INSERT INTO users (id, at) VALUES (?, toTimestamp(NOW ()))', /function/],
  ['INSERT INTO users (id, at) VALUES (?, "mine"(?))', /function/],
  ['INSERT INTO users (id) VALUES (?) IF NOT EXISTS', /condition/],
  ['UPDATE users SET a = ? WHERE id = ? IF a = ?', /condition/],
  ['UPDATE users SET a = ? WHERE id = ? IF EXISTS', /condition/],
  ['DELETE FROM users WHERE id = ? IF EXISTS', /condition/],
  ['BEGIN BATCH UPDATE a SET b = 1 WHERE c = 1 APPLY BATCH', /batch/],
  ['BEGIN UNLOGGED BATCH UPDATE a SET b = 1 WHERE c = 1 APPLY BATCH', /batch/],
  ['BEGIN COUNTER BATCH UPDATE a SET b = b + 1 WHERE c = 1 APPLY BATCH', /batch/],
  ['SELECT * FROM users', /INSERT, UPDATE or DELETE/],
  ['ALTER TABLE users ADD age int', /INSERT, UPDATE or DELETE/],
  ['DROP TABLE users', /INSERT, UPDATE or DELETE/],
  ['TRUNCATE users', /INSERT, UPDATE or DELETE/],
  ['USE shop', /INSERT, UPDATE or DELETE/],
];

describe('the statement of a backfill', () => {
  it.each(ALLOWED)('may be %s', (cql, verb, name) => {
    expect(readBackfillWrite(cql)).toMatchObject({ kind: 'allowed', verb, table: { name } });
  });

  it.each(REFUSED)('must not be %s', (cql, problem) => {
    expect(readBackfillWrite(cql)).toMatchObject({
      kind: 'refused',
      problem: expect.stringMatching(problem) as unknown,
      hint: expect.stringMatching(/\.$/) as unknown,
    });
  });

  it.each([
    '',
    'hello',
    "UPDATE users SET a = 'open",
    'UPDATE a SET b = 1 WHERE c = 1; UPDATE a SET b = 2 WHERE c = 1',
  ])('must not be %j', (cql) => expect(readBackfillWrite(cql).kind).toBe('refused'));
});

describe('the statement of a backfill over a table with the set tags and the map "Prefs"', () => {
  const isSetOrMap = (column: string) => column === 'tags' || column === 'Prefs';

  it.each([
    ['UPDATE users SET tags = tags + ? WHERE id = ?', 'allowed'],
    ['UPDATE users SET TAGS = tags - ?, "Prefs" = "Prefs" + ? WHERE id = ?', 'allowed'],
    ['UPDATE users SET tags += ? WHERE id = ?', 'allowed'],
    ['UPDATE users SET "Prefs"[?] = ? WHERE id = ?', 'allowed'],
    ['DELETE "Prefs"[?], tags[?] FROM users WHERE id = ?', 'allowed'],
    ['UPDATE users SET tags = tags + ?, log = log + ? WHERE id = ?', 'refused'],
    ['UPDATE users SET prefs = prefs + ? WHERE id = ?', 'refused'],
    ['UPDATE users SET "Prefs"[now()] = ? WHERE id = ?', 'refused'],
    ['DELETE tags[?], log[?] FROM users WHERE id = ?', 'refused'],
    ['UPDATE users SET tags = tags + ? WHERE id = ? IF EXISTS', 'refused'],
  ])('%s is %s', (cql, kind) => expect(readBackfillWrite(cql, isSetOrMap).kind).toBe(kind));

  it('is refused where nothing is known of the columns', () => {
    expect(readBackfillWrite('UPDATE users SET tags = tags + ? WHERE id = ?').kind).toBe('refused');
  });
});

describe('the guard of a backfill', () => {
  it.each([
    ['UPDATE t SET a = ? WHERE id = ?', ['name'], 'UPDATE t SET a = ? WHERE id = ? IF name = ?'],
    [
      'UPDATE t SET a = ? WHERE id = ? ; -- end',
      ['name', 'Age'],
      'UPDATE t SET a = ? WHERE id = ? IF name = ? AND "Age" = ?',
    ],
    [
      'UPDATE t USING TTL 5 SET a = ? WHERE id = ?',
      ['name'],
      'UPDATE t USING TTL 5 SET a = ? WHERE id = ? IF name = ?',
    ],
    ['UPDATE t USING TTL 5 AND TIMESTAMP ? SET a = ? WHERE id = ?', ['name'], undefined],
    ['UPDATE t SET timestamp = ? WHERE id = ?', ['name'], 'UPDATE t SET timestamp = ? WHERE id = ? IF name = ?'],
    ['UPDATE t SET a = ? WHERE id = ?', [], undefined],
    ['UPDATE t SET a = ? WHERE id = ? IF b = 1', ['name'], undefined],
    ['INSERT INTO t (id) VALUES (?)', ['name'], undefined],
    ['DELETE FROM t WHERE id = ?', ['name'], undefined],
  ])('makes of %j with %j: %j', (cql, columns, expected) => expect(withGuard(cql, columns)).toBe(expected));
});
