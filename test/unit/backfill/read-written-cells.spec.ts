import { readWrittenCells, type ReadCells } from '../../../lib/core/backfill/read-written-cells.js';
import type { CopyColumn } from '../../../lib/core/copy/plan-copy.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';

const column = (name: string, type: string, kind: CopyColumn['kind'] = 'regular'): CopyColumn => ({
  name,
  type: parseCqlType(type),
  kind,
});

const TABLE = {
  name: 't',
  columns: [
    column('a', 'int', 'partition_key'),
    column('Order', 'text', 'clustering'),
    column('s', 'text', 'static'),
    column('n', 'bigint'),
    column('tags', 'set<text>'),
    column('log', 'list<text>'),
  ],
};

/** `name how term`. */
function shown(read: ReadCells): unknown {
  if (read.kind === 'unknown') return read.reason;
  const cells = read.cells.map(({ column: { name }, how, term }) =>
    [name, how, 'parameter' in term ? `?${term.parameter}` : term.value].join(' '),
  );
  return [read.select, read.parameters, cells, read.row];
}

describe('the cells that a write leaves behind', () => {
  it.each<[cql: string, select: string, parameters: readonly number[], cells: readonly string[], row: string]>([
    [
      'UPDATE t SET n = ?, log = ? WHERE a = ? AND "Order" = ?;',
      'SELECT n, log FROM t WHERE a = ? AND "Order" = ? LIMIT 1',
      [2, 3],
      ['n is ?0', 'log is ?1'],
      'may exist',
    ],
    [
      `update ks."T" using timestamp ? set n = -5, log = null where a = 1 and "Order" = 'it''s'`,
      `SELECT n, log FROM ks."T" WHERE a = 1 and "Order" = 'it''s' LIMIT 1`,
      [],
      ['n is -5', 'log is '],
      'may exist',
    ],
    [
      'UPDATE t SET tags = tags + ? WHERE a = ? AND "Order" = ?',
      'SELECT tags FROM t WHERE a = ? AND "Order" = ? LIMIT 1',
      [1, 2],
      ['tags has ?0'],
      'may exist',
    ],
    [
      `INSERT INTO t (n, a, "Order", s) VALUES (?, ?, 'x, y', 'it''s') USING TIMESTAMP 5`,
      `SELECT n, s FROM t WHERE a = ? AND "Order" = 'x, y' LIMIT 1`,
      [1],
      ['n is ?0', "s is it's"],
      'exists',
    ],
    ['INSERT INTO t (a, s) VALUES (?, ?)', 'SELECT s FROM t WHERE a = ? LIMIT 1', [0], ['s is ?1'], 'exists'],
    [
      'INSERT INTO t (a, "Order") VALUES (?, ?)',
      'SELECT a, "Order" FROM t WHERE a = ? AND "Order" = ? LIMIT 1',
      [0, 1],
      [],
      'exists',
    ],
    [
      'DELETE FROM t WHERE a = ? AND "Order" > ?',
      'SELECT a, "Order" FROM t WHERE a = ? AND "Order" > ? LIMIT 1',
      [0, 1],
      [],
      'is gone',
    ],
    [
      'DELETE n, log FROM t WHERE a = ? AND "Order" = ?',
      'SELECT n, log FROM t WHERE a = ? AND "Order" = ? LIMIT 1',
      [0, 1],
      ['n is ', 'log is '],
      'may exist',
    ],
  ])('are known of %s', (cql, ...expected) => expect(shown(readWrittenCells(cql, TABLE))).toEqual(expected));

  it.each([
    ['INSERT INTO t (a, "Order", n) VALUES (?, ?, ?) USING TTL 5', 'its values may have expired'],
    ['UPDATE t USING TIMESTAMP 5 AND TTL ? SET n = ? WHERE a = ?', 'its values may have expired'],
    ['INSERT INTO t JSON ?', 'it has no VALUES'],
    ['INSERT INTO t (a, "Order", n) VALUES (?, ?, blobAsBigint(?))', 'the value of n is an expression'],
    ['UPDATE t SET n = ? WHERE a IN (?, ?)', 'it is about several rows'],
    ["UPDATE t SET tags['x'] = ? WHERE a = ?", 'it sets a part of a value'],
    ['UPDATE t SET log = log + ? WHERE a = ?', 'it adds to a value'],
    ['UPDATE t SET tags = tags - ? WHERE a = ?', 'the value of tags is an expression'],
    ['UPDATE t SET gone = ? WHERE a = ?', 't has no column gone'],
    ["DELETE tags['x'] FROM t WHERE a = ?", 'it deletes a part of a value'],
    ['DELETE n FROM t WHERE a = ? AND "Order" < ?', 'it is about several rows'],
    ['DELETE gone FROM t WHERE a = ?', 'there is no column gone'],
    ['TRUNCATE t', 'it is no write'],
  ])('are not known of %s', (cql, reason) => expect(shown(readWrittenCells(cql, TABLE))).toBe(reason));
});
