import { isRepeatableWrite } from '../../../lib/core/cql/is-repeatable-write.js';

describe('a write whose answer is lost', () => {
  it.each([
    ['INSERT INTO t (id, a) VALUES (1, [1, 2])'],
    ["INSERT INTO ks.t (id, at) VALUES (1, toTimestamp('2026-01-01')) USING TTL 60"],
    ['INSERT INTO t (id) VALUES (50554d6e-29bb-11e5-b345-feff819cdc9f)'],
    [`INSERT INTO t JSON '{"id": 1, "a": "now()"}'`],
    ['UPDATE t SET a = 1, b = -5 WHERE id IN (1, 2)'],
    ["UPDATE t SET s = s + {'a'}, m = m - {'k'} WHERE (id) = (1)"],
    ["UPDATE t SET s += {'a'} WHERE id = 1"],
    ["UPDATE t SET m['k'] = 1, u.street = 'x + 1' WHERE id = 1"],
    ['DELETE FROM t WHERE id = 1'],
    ["DELETE a, m['k'] FROM t WHERE id = 1"],
    ['BEGIN BATCH INSERT INTO t (id) VALUES (1); UPDATE t SET a = 1 WHERE id = 2; APPLY BATCH'],
  ])('may be sent again: %s', (cql) => {
    expect(isRepeatableWrite(cql)).toBe(true);
  });

  it.each([
    ['a counter', 'UPDATE t SET c = c + 1 WHERE id = 1'],
    ['a counter', 'UPDATE t SET c = 1 + c WHERE id = 1'],
    ['a counter', 'UPDATE t SET a = 1, c -= 1 WHERE id = 1'],
    ['a counter', 'update t set c /* hits */ += 1 where id = 1'],
    ['a list append', "UPDATE t SET l = l + ['a'] WHERE id = 1"],
    ['a list prepend', "UPDATE t SET l = ['a'] + l WHERE id = 1"],
    ['a list append', "UPDATE t SET l += ['a'] WHERE id = 1"],
    ['a value that is not there to see', 'UPDATE t SET x = x + ? WHERE id = 1'],
    ['an element by its index', "UPDATE t SET l[0] = 'a' WHERE id = 1"],
    ['an element by its index', 'DELETE l[0] FROM t WHERE id = 1'],
    ['now()', 'INSERT INTO t (id, at) VALUES (1, now())'],
    ['now() within another', 'INSERT INTO t (id, at) VALUES (1, toTimestamp( NOW ( ) ))'],
    ['uuid()', 'UPDATE t SET u = uuid() WHERE id = 1'],
    ['current_timestamp()', 'UPDATE t SET at = current_timestamp() WHERE id = 1'],
    ['a function of the user', 'UPDATE t SET a = ks.roll(6) WHERE id = 1'],
    ['a lightweight transaction', 'UPDATE t SET a = 2 WHERE id = 1 IF a = 1'],
    ['a lightweight transaction', 'INSERT INTO t (id) VALUES (1) IF NOT EXISTS'],
    ['a lightweight transaction', 'DELETE FROM t WHERE id = 1 IF EXISTS'],
    ['a batch of counters', 'BEGIN COUNTER BATCH UPDATE t SET c = c + 1 WHERE id = 1; APPLY BATCH'],
    [
      'one of a batch',
      'BEGIN BATCH UPDATE t SET a = 1 WHERE id = 1; UPDATE t SET l = l + [1] WHERE id = 1; APPLY BATCH',
    ],
    ['a transaction', 'BEGIN TRANSACTION UPDATE t SET a = 1 WHERE id = 1; COMMIT TRANSACTION'],
  ])('is not sent again where it has %s: %s', (_, cql) => {
    expect(isRepeatableWrite(cql)).toBe(false);
  });
});
