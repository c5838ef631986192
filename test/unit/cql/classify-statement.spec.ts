import fc from 'fast-check';
import { classifyStatement } from '../../../lib/core/cql/classify-statement.js';
import { anyCql } from './any-cql.js';

const t = { name: 't' };

describe('classifyStatement', () => {
  it.each([
    ['CREATE TABLE t (id int PRIMARY KEY)', { object: 'table', name: t }],
    ['create table if not exists Ks . T (id int)', { object: 'table', name: { keyspace: 'ks', name: 't' } }],
    ['CREATE COLUMNFAMILY "Ks"."a""B" (id int)', { object: 'table', name: { keyspace: 'Ks', name: 'a"B' } }],
    ['-- DROP\n/* DROP */ CREATE TABLE exists (id int);', { object: 'table', name: { name: 'exists' } }],
    ["CREATE KEYSPACE IF NOT EXISTS k WITH replication = {'class': 'x'}", { object: 'keyspace', name: { name: 'k' } }],
    ['CREATE SCHEMA k', { object: 'keyspace', name: { name: 'k' } }],
    ['CREATE TYPE t (a int)', { object: 'type', name: t }],
    ['CREATE INDEX i ON k.t (a)', { object: 'index', name: { name: 'i' }, on: { keyspace: 'k', name: 't' } }],
    ['CREATE CUSTOM INDEX IF NOT EXISTS "on" ON t (a)', { object: 'index', name: { name: 'on' }, on: t }],
    ['CREATE INDEX ON t (a)', { object: 'index', on: t }],
    ['CREATE INDEX IF NOT EXISTS ON t (a)', { object: 'index', on: t }],
    ['CREATE MATERIALIZED VIEW IF NOT EXISTS t AS SELECT a FROM b', { object: 'materialized view', name: t }],
    ['CREATE OR REPLACE FUNCTION k.f(a int) AS $$ DROP $$', { object: 'function', name: { keyspace: 'k', name: 'f' } }],
    ['CREATE OR REPLACE AGGREGATE f(int)', { object: 'aggregate', name: { name: 'f' } }],
    ["CREATE TRIGGER IF NOT EXISTS r ON t USING 'x'", { object: 'trigger', name: { name: 'r' }, on: t }],
    ['CREATE SEARCH INDEX ON t', { object: 'other' }],
  ])('reads %s', (cql, expected) => {
    expect(classifyStatement(cql)).toEqual({ kind: 'ddl', verb: 'CREATE', ...expected });
  });

  it.each([
    ['ALTER TABLE t ADD a int', { object: 'table', name: t, action: 'add' }],
    ['ALTER TABLE IF EXISTS t ADD IF NOT EXISTS drop_me int', { object: 'table', name: t, action: 'add' }],
    ['alter table t rename a to b', { object: 'table', name: t, action: 'rename' }],
    ["ALTER TABLE t WITH comment = 'DROP'", { object: 'table', name: t, action: 'with' }],
    ['ALTER TABLE t ALTER a TYPE int', { object: 'table', name: t, action: 'alter' }],
    ['ALTER TABLE t ALTER a DROP MASKED', { object: 'table', name: t, action: 'alter' }],
    ['ALTER TABLE "DROP" ADD a int', { object: 'table', name: { name: 'DROP' }, action: 'add' }],
    ['ALTER TYPE k.t ADD a int', { object: 'type', name: { keyspace: 'k', name: 't' }, action: 'add' }],
    ['ALTER KEYSPACE t WITH durable_writes = true', { object: 'keyspace', name: t, action: 'with' }],
    ['ALTER MATERIALIZED VIEW t WITH gc_grace_seconds = 1', { object: 'materialized view', name: t, action: 'with' }],
  ])('sees nothing destroyed by %s', (cql, expected) => {
    expect(classifyStatement(cql)).toEqual({ kind: 'ddl', verb: 'ALTER', ...expected });
  });

  it.each([
    ['DROP TABLE t', 'drops a table and its data'],
    ['drop columnfamily if exists k.t', 'drops a table and its data'],
    ['DROP KEYSPACE k', 'drops a keyspace and all its data'],
    ['DROP SCHEMA k', 'drops a keyspace and all its data'],
    ['DROP TYPE t', 'drops a type'],
    ['DROP INDEX i', 'drops an index'],
    ['DROP MATERIALIZED VIEW v', 'drops a materialized view'],
    ['DROP FUNCTION f(int)', 'drops a function'],
    ['DROP AGGREGATE f', 'drops an aggregate'],
    ['DROP TRIGGER r ON t', 'drops a trigger'],
    ['DROP ROLE r', 'drops a role'],
    ["DROP USER 'r'", 'drops a user'],
    ["DROP IDENTITY 'r'", 'drops an identity'],
    ['DROP SEARCH INDEX ON t', 'drops a schema object'],
    ['DROP', 'drops a schema object'],
    ['-- harmless\n/* CREATE */DROP/**/TABLE t;', 'drops a table and its data'],
    ['ALTER TABLE t DROP a', 'drops a column and its data'],
    ['ALTER TABLE "ADD" DROP IF EXISTS (a, b)', 'drops a column and its data'],
    ['drop type if exists k."T"', 'drops a type'],
    ['drop materialized view if exists "v"', 'drops a materialized view'],
    ['DROP FUNCTION IF EXISTS k.f(int, list<text>)', 'drops a function'],
    ['// first\r\ndrop /* the */ keyspace if exists "K"', 'drops a keyspace and all its data'],
    ['\uFEFF\u00A0DROP TABLE t', 'drops a table and its data'],
    ['DROP SERVICE LEVEL s', 'drops a schema object'],
    ['alter columnfamily k.t drop (a, "b") using timestamp 5', 'drops a column and its data'],
    ['ALTER TABLE IF EXISTS "if" DROP a', 'drops a column and its data'],
    ['/**/ALTER/**/TABLE/**/t/**/DROP/**/a', 'drops a column and its data'],
    ['alter type k.t drop a', 'drops a part of a schema object'],
    ['truncate columnfamily "T"', 'removes every row of a table'],
    ['BEGIN BATCH DELETE FROM t; DROP TABLE t; APPLY BATCH', 'drops or truncates something in a batch'],
    ['begin unlogged batch truncate t apply batch', 'drops or truncates something in a batch'],
    ['BEGIN TRANSACTION DROP TABLE t; COMMIT TRANSACTION', 'drops or truncates something in a batch'],
    ['ALTER TYPE t DROP a', 'drops a part of a schema object'],
    ['alter table t drop compact', 'drops a column and its data'],
    ['ALTER TABLE t DROP COMPACT STORAGE', 'drops compact storage, which cannot be undone'],
    ['TRUNCATE t', 'removes every row of a table'],
    ['TRUNCATE TABLE k.t', 'removes every row of a table'],
  ])('says what %s destroys', (cql, phrase) => expect(classifyStatement(cql).destroys).toBe(phrase));

  it.each([
    ['DROP INDEX IF EXISTS k."I"', { kind: 'ddl', object: 'index', name: { keyspace: 'k', name: 'I' } }],
    ['DROP TRIGGER r ON t', { kind: 'ddl', object: 'trigger', name: { name: 'r' }, on: t }],
    ['ALTER TABLE t DROP COMPACT STORAGE', { kind: 'ddl', object: 'table', name: t, action: 'drop-compact-storage' }],
    ['TRUNCATE TABLE k.t', { kind: 'truncate', name: { keyspace: 'k', name: 't' } }],
    ['TRUNCATE T', { kind: 'truncate', name: t }],
    ['USE "T"', { kind: 'use', name: { name: 'T' } }],
  ])('names what %s is about', (cql, expected) => expect(classifyStatement(cql)).toMatchObject(expected));

  it.each([
    ['SELECT * FROM t', 'read'],
    ['select drop from t', 'read'],
    ['LIST ROLES', 'read'],
    ['DESCRIBE TABLES', 'read'],
    ["INSERT INTO t (a) VALUES ('DROP TABLE t')", 'write'],
    ['UPDATE t SET a = 1', 'write'],
    ['DELETE FROM t WHERE a = 1', 'write'],
    ['BEGIN UNLOGGED BATCH DELETE FROM t; APPLY BATCH', 'batch'],
    ['BEGIN TRANSACTION SELECT 1; COMMIT TRANSACTION', 'batch'],
    ['GRANT SELECT ON t TO r', 'role'],
    ['REVOKE r FROM s', 'role'],
    ['CREATE ROLE r', 'role'],
    ['ALTER USER r', 'role'],
    ['CREATE GENERATED ROLE', 'role'],
    ["COMMENT ON TABLE t IS 'a'", 'ddl'],
    ['USE k', 'use'],
    ['CONSISTENCY QUORUM', 'unknown'],
    ["'DROP TABLE t'", 'unknown'],
    ['"DROP" TABLE t', 'unknown'],
    ['constructor', 'unknown'],
    ['', 'unknown'],
  ])('takes %s for: %s', (cql, kind) => expect(classifyStatement(cql).kind).toBe(kind));

  it('sees nothing destroyed by what only writes or reads', () => {
    expect(classifyStatement('DELETE FROM t').destroys).toBeUndefined();
    expect(classifyStatement('CREATE ROLE r').destroys).toBeUndefined();
    expect(classifyStatement('BEGIN BATCH UPDATE t SET "DROP" = \'TRUNCATE t\' APPLY BATCH').destroys).toBeUndefined();
  });

  it('classifies any text', () => {
    fc.assert(
      fc.property(anyCql, (text) => expect(classifyStatement(text).kind).toBeDefined()),
      { numRuns: 2000 },
    );
  });
});
