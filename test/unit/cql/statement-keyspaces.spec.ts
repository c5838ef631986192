import { foreignEffect } from '../../../lib/core/cql/foreign-effect.js';
import { keyspacesIn, withKeyspaces } from '../../../lib/core/cql/statement-keyspaces.js';

const NAMES = new Map([
  ['shop', 'coodie_x'],
  ['Shop', 'coodie_y'],
]);

describe('withKeyspaces', () => {
  it.each([
    ['CREATE TABLE shop.items (id int PRIMARY KEY)', 'CREATE TABLE coodie_x.items (id int PRIMARY KEY)'],
    ['CREATE TABLE "Shop"."Items" (id int PRIMARY KEY)', 'CREATE TABLE coodie_y."Items" (id int PRIMARY KEY)'],
    ['CREATE INDEX i ON shop . items (a)', 'CREATE INDEX i ON coodie_x . items (a)'],
    [
      'CREATE MATERIALIZED VIEW shop.v AS SELECT * FROM shop.items WHERE id IS NOT NULL PRIMARY KEY (id)',
      'CREATE MATERIALIZED VIEW coodie_x.v AS SELECT * FROM coodie_x.items WHERE id IS NOT NULL PRIMARY KEY (id)',
    ],
    ['CREATE KEYSPACE IF NOT EXISTS shop WITH x = {}', 'CREATE KEYSPACE IF NOT EXISTS coodie_x WITH x = {}'],
    ['DROP KEYSPACE shop', 'DROP KEYSPACE coodie_x'],
    ['USE shop', 'USE coodie_x'],
    ['TRUNCATE shop.items', 'TRUNCATE coodie_x.items'],
    ['UPDATE shop.items SET a = 1 WHERE id = 1', 'UPDATE coodie_x.items SET a = 1 WHERE id = 1'],
    [
      'BEGIN BATCH INSERT INTO shop.items (id) VALUES (1); DELETE FROM SHOP.items WHERE id = 2; APPLY BATCH',
      'BEGIN BATCH INSERT INTO coodie_x.items (id) VALUES (1); DELETE FROM coodie_x.items WHERE id = 2; APPLY BATCH',
    ],
    ['SELECT shop.a FROM items', 'SELECT shop.a FROM items'],
    [
      "INSERT INTO other.items (id, a) VALUES (1, 'shop.items')",
      "INSERT INTO other.items (id, a) VALUES (1, 'shop.items')",
    ],
    ['SELECT shop.f(a) FROM shop.items', 'SELECT coodie_x.f(a) FROM coodie_x.items'],
  ])('%s', (cql, expected) => {
    expect(withKeyspaces(cql, NAMES)).toBe(expected);
  });

  it('is told which keyspaces there are', () => {
    expect(
      keyspacesIn('CREATE MATERIALIZED VIEW a.v AS SELECT * FROM b.t WHERE x IS NOT NULL PRIMARY KEY (x)'),
    ).toEqual(['a', 'b']);
    expect(keyspacesIn('SELECT a.b FROM t')).toEqual([]);
  });
});

describe('foreignEffect', () => {
  const effect = (cql: string) => foreignEffect(cql, new Set(['mine']));

  it.each([
    'CREATE TABLE t (id int PRIMARY KEY)',
    'CREATE TABLE mine.t (id int PRIMARY KEY)',
    'DROP KEYSPACE mine',
    'SELECT * FROM system_schema.tables',
    'INSERT INTO mine.t (id) VALUES (1)',
  ])('has none: %s', (cql) => {
    expect(effect(cql)).toBeUndefined();
  });

  it.each([
    ['CREATE TABLE other.t (id int PRIMARY KEY)', 'names the keyspace other'],
    ['CREATE INDEX ON other.t (a)', 'names the keyspace other'],
    ['DROP KEYSPACE other', 'names the keyspace other'],
    ['ALTER KEYSPACE other WITH durable_writes = false', 'names the keyspace other'],
    ['SELECT * FROM other.t', 'names the keyspace other'],
    ['INSERT INTO system_auth.roles (role) VALUES (1)', 'names the keyspace system_auth'],
    ['BEGIN BATCH DELETE FROM other.t WHERE id = 1; APPLY BATCH', 'names the keyspace other'],
    ['CREATE ROLE r', 'changes roles or permissions, which are of the whole cluster'],
    ['GRANT ALL ON KEYSPACE mine TO r', 'changes roles or permissions, which are of the whole cluster'],
    ['USE mine', 'changes the keyspace of the connection'],
    ['FLY TO mine', 'is of an unknown kind'],
  ])('%s', (cql, expected) => {
    expect(effect(cql)).toBe(expected);
  });
});
